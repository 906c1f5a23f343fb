"""The pages of staff about payments, settlements and wallets."""

from apps.payments.admin import payments, settlements, wallets

__all__ = ["payments", "settlements", "wallets"]
