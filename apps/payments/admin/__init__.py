"""The pages of staff about payments and wallets."""

from apps.payments.admin import payments, wallets

__all__ = ["payments", "wallets"]
