"""The Wagtail screens of the certificates app: the only room here that knows Wagtail."""
