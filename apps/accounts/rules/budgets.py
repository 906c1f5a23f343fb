"""How often somebody may try."""

from datetime import timedelta

from shop.kernel.limits import Rule

SIGN_IN_OF_ACCOUNT = Rule("sign_in_of_account", 10, timedelta(minutes=15))
SIGN_IN_FROM_ADDRESS = Rule("sign_in_from_address", 60, timedelta(minutes=15))
SIGN_UP_FROM_ADDRESS = Rule("sign_up_from_address", 20, timedelta(hours=1))
MAIL_TO_ADDRESS = Rule("mail_to_address", 5, timedelta(hours=1))
MAIL_ASKED_FROM_ADDRESS = Rule("mail_asked_from_address", 20, timedelta(hours=1))
PASSWORD_OF_MEMBER = Rule("password_of_member", 10, timedelta(minutes=15))
TOKEN_FROM_ADDRESS = Rule("token_from_address", 60, timedelta(hours=1))
