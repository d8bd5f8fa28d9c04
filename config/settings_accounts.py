"""Settings of sign-in: how people say who they are, how guesses are slowed, where sessions are kept."""

from config import env

_HAS_MAIL = bool(env.text("REVERIE_MAIL_URL"))

SESSION_ENGINE = "reverie.accounts.session_store"
SESSION_COOKIE_AGE = 24 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
ROOM_LOCK_AFTER = 5 * 60  # the same for the process space, which locks before the rest
LOCK_AFTER = 15 * 60  # seconds without a touch; the page and the server count the same

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["reverie.accounts.passwords.Argon2"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "reverie.accounts.passwords.LengthValidator"},
    {"NAME": "reverie.accounts.passwords.BlockListValidator"},
    {"NAME": "reverie.accounts.passwords.PlaceValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600

ALLAUTH_TRUSTED_PROXY_COUNT = env.proxies()
ACCOUNT_ADAPTER = "reverie.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if _HAS_MAIL else "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "reverie.accounts.forms.sign_in.SignInForm",
    "signup": "reverie.accounts.forms.sign_in.SignUpForm",
    "reauthenticate": "reverie.accounts.forms.sign_in.PasswordAgainForm",
    "change_password": "reverie.accounts.forms.sign_in.NewPasswordForm",
    "set_password": "reverie.accounts.forms.sign_in.FirstPasswordForm",
    "reset_password": "reverie.accounts.forms.sign_in.ForgottenForm",
    "reset_password_from_key": "reverie.accounts.forms.sign_in.AfterLinkForm",
}
# Refused passwords for one account: five at once, then ever longer waits; never a lock: a passkey is not
# slowed, nor is a browser in which the person has signed in before (adapters.AccountAdapter).
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key,10/30m/key,20/4h/key,40/d/key,100/30d/key",
    "signup": "10/m/ip",
}

MFA_ADAPTER = "reverie.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "activate_totp": "reverie.accounts.forms.sign_in.SetUpAppForm",
    "authenticate": "reverie.accounts.forms.sign_in.CodeForm",
    "reauthenticate": "reverie.accounts.forms.sign_in.CodeAgainForm",
    "add_webauthn": "reverie.accounts.forms.sign_in.PasskeyForm",
    "login_webauthn": "reverie.accounts.forms.sign_in.PasskeySignInForm",
    "authenticate_webauthn": "reverie.accounts.forms.sign_in.PasskeyFactorForm",
    "reauthenticate_webauthn": "reverie.accounts.forms.sign_in.PasskeyAgainForm",
}
