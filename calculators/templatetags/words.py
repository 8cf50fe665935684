"""Template filters for what the engine says."""

from django import template

from calculators import words

register = template.Library()
register.filter("say", words.say)
