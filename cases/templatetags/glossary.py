"""{% terms %} … {% endterms %}: what stands between opens the definition of each term where it is first used."""

from __future__ import annotations

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from cases.glossary.marking import open_terms

register = template.Library()


class Terms(template.Node):
    """In base.html around every page's content, so that no page has to ask for it. `own_terms` in a page's context
    names what it explains itself; without a request (an error that nothing can be trusted after) nothing is touched."""

    def __init__(self, nodes: NodeList):
        self.nodelist = nodes

    def render(self, context: Context) -> SafeString:
        html = self.nodelist.render(context)
        if "request" not in context:
            return html
        return SafeString(open_terms(html, context.get("own_terms") or ()))


@register.tag
def terms(parser: Parser, token: Token) -> Terms:
    nodes = parser.parse(("endterms",))
    parser.delete_first_token()
    return Terms(nodes)
