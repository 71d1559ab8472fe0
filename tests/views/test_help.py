"""«Как заполнить» and «Помощь»: to each of what they do."""

import pytest
from django.urls import reverse

from municipalities.models import Role
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "heading", "link"),
    [
        (Role.MUNICIPALITY, "Как заполнить отчет", "own_account"),
        (Role.REGION, "Как собрать отчет", "review_queue"),
        (Role.ADMIN, "Что делает администратор", "region_settings"),
    ],
)
def test_every_role_has_its_page_with_one_report_filled_in(sign_in, role, heading, link):
    page = sign_in(factories.make_user(role)).get(reverse("how_to")).content.decode()
    assert f"<h1>{heading}</h1>" in page
    main = page.partition("<main")[2].partition("</main>")[0]
    assert f'href="{reverse(link)}"' in main
    assert "26 октября 2026 года" in main
    assert "(онлайн-формат)" in main
