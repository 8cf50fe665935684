"""Template filters for what the engine says."""

from django import template

from cases import words

register = template.Library()
register.filter("say", words.say)
