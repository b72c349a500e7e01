"""The explorer in a real browser."""

from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Open
from tests.browser.gateway import running_gateway
from tests.browser.opened import Opened

NUMBER = "15550109999"
TOKEN = "Bearer a-token-that-nobody-has"
HEADERS = f'{{"Authorization": "{TOKEN}", "X-Account-Id": "another-account"}}'
TABS = ("ProfilesByPhone", "OneProfile", "ConsentHistory", "FederationEntities")


def test_it_opens_with_the_example_operations_in_tabs(explorer: Opened) -> None:
    expect(explorer.page.get_by_role("tab")).to_have_text(list(TABS), use_inner_text=True)
    assert "query ProfilesByPhone" in explorer.text("operation")
    assert NUMBER in explorer.text("variables")


def test_every_example_runs_as_it_is(explorer: Opened) -> None:
    for tab in TABS:
        explorer.show_tab(tab)
        answer = explorer.run()
        assert "errors" not in answer
        assert all(answer["data"].values())


def test_a_run_shows_the_answer(explorer: Opened, pictures: Path) -> None:
    (profile,) = explorer.run()["data"]["profilesByPhone"]
    assert NUMBER in {"".join(filter(str.isdigit, phone["number"])) for phone in profile["phones"]}
    explorer.page.screenshot(path=pictures / "light.png")


def test_a_run_shows_an_error(explorer: Opened) -> None:
    explorer.write("variables", '{"phoneNumber": "no number"}')
    (error,) = explorer.run()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"


def test_fields_are_completed_by_keyboard(explorer: Opened) -> None:
    explorer.page.get_by_label("New tab").click()
    explorer.page.locator(".graphiql-query-editor .view-lines").click()
    explorer.page.keyboard.type("{ profilesByPh")
    expect(explorer.page.locator(".suggest-widget .monaco-list-row.focused")).to_contain_text("profilesByPhone")
    explorer.page.keyboard.press("Enter")
    assert "profilesByPhone" in explorer.text("operation")


def test_the_operation_is_formatted_by_click(explorer: Opened) -> None:
    explorer.write("operation", "{profile(profileId:1){name{first}}}")
    explorer.page.get_by_role("button", name="Prettify query").click()
    expect(explorer.page.locator(".graphiql-query-editor .view-line")).to_have_count(8)  # seven, and the empty one at the end


def test_a_field_that_the_schema_lacks_is_marked(explorer: Opened) -> None:
    explorer.write("operation", "{ noSuchField }")
    expect(explorer.page.locator(".graphiql-query-editor .squiggly-error")).to_be_visible()


def test_the_documentation_describes_the_schema(explorer: Opened, pictures: Path) -> None:
    explorer.page.get_by_label("Show Documentation Explorer").click()
    documentation = explorer.page.get_by_label("Documentation Explorer", exact=True)
    documentation.get_by_role("link", name="Query").click()
    expect(documentation.get_by_role("link", name="profilesByPhone")).to_be_visible()
    explorer.page.screenshot(path=pictures / "documentation.png")


def test_the_explorer_plugin_adds_a_field_by_click(explorer: Opened, pictures: Path) -> None:
    explorer.page.get_by_label("Show GraphiQL Explorer").click()
    explorer.page.locator("[data-field-name='customerType']").click()
    expect(explorer.page.locator(".graphiql-query-editor .view-lines")).to_contain_text("customerType")
    explorer.page.screenshot(path=pictures / "plugin.png")


def test_what_was_run_is_in_the_history_of_the_open_page(explorer: Opened) -> None:
    explorer.run()
    explorer.page.get_by_label("Show History").click()
    expect(explorer.page.locator(".graphiql-history-item-label")).to_have_text(["ProfilesByPhone"])


def test_the_plan_of_the_last_answer_is_shown_while_its_pane_is_open(explorer: Opened, pictures: Path) -> None:
    explorer.page.get_by_label("Show Plan").press("Enter")
    pane = explorer.page.get_by_label("Plan", exact=True)
    expect(pane.get_by_role("status")).to_contain_text("Run an operation")
    answer = explorer.run()
    assert answer.keys() == {"data"}
    expect(pane.get_by_role("status")).to_have_text("The plain way answered: source.")
    expect(pane.get_by_label("Fields")).to_contain_text("profilesByPhone: profilesByPhone")
    expect(pane.get_by_label("profilesByPhone: reads")).to_contain_text("one PhoneLookup; implied=")
    explorer.page.screenshot(path=pictures / "plan.png")
    explorer.page.get_by_label("Hide Plan").press("Enter")
    assert explorer.run() == answer
    assert ["x-graphql-explain" in post.headers for post in explorer.watched.posts[-2:]] == [True, False]


def test_the_pane_says_where_there_are_no_plans(browser: Browser) -> None:
    with running_gateway(explain=False) as url, closing(browser.new_context()) as context:
        explorer = Opened(context.new_page(), url)
        explorer.page.get_by_label("Show Plan").click()
        assert explorer.run().keys() == {"data"}
        expect(explorer.page.get_by_label("Plan", exact=True).get_by_role("status")).to_contain_text("PROFILES_EXPLAIN")
        assert explorer.watched.complaints == []


def test_prepared_headers_are_not_sent_until_they_are_filled_in(explorer: Opened) -> None:
    assert '"Authorization": ""' in explorer.text("headers")
    explorer.run()
    assert not {"authorization", "x-account-id"} & explorer.watched.posts[-1].headers.keys()


def test_filled_in_headers_are_sent_from_every_tab(explorer: Opened) -> None:
    explorer.write("headers", HEADERS)
    explorer.show_tab("OneProfile")
    explorer.run()
    sent = explorer.watched.posts[-1].headers
    assert (sent["authorization"], sent["x-account-id"]) == (TOKEN, "another-account")


def test_an_operation_is_run_as_soon_as_it_is_written(explorer: Opened) -> None:
    for key in "abcd":
        explorer.write("operation", f'query Named {{ profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId }} }}')
        assert "errors" not in explorer.run()
        explorer.write("operation", f'{{ {key}: profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId }} }}')
        assert list(explorer.run()["data"]) == [key]


def test_nothing_personal_is_stored_by_default(explorer: Opened) -> None:
    explorer.write("headers", HEADERS)
    explorer.write("operation", f'{{ profilesByPhone(phoneNumber: "{NUMBER}") {{ profileId phones {{ number }} }} }}')
    explorer.run()
    explorer.page.get_by_label("Show History").click()
    stored = explorer.stored()
    assert "visiblePlugin" in stored
    assert not [secret for secret in (NUMBER, TOKEN, "profilesByPhone", "another-account") if secret in stored]


def test_what_the_person_asks_to_keep_survives_a_reload_except_headers(explorer: Opened) -> None:
    explorer.remember(on=True)
    explorer.write("headers", HEADERS)
    explorer.write("variables", '{"phoneNumber": "15550100042"}')
    explorer.run()
    stored = explorer.stored()
    assert "15550100042" in stored
    assert TOKEN not in stored
    explorer.page.reload()
    explorer.wait()
    assert "15550100042" in explorer.text("variables")
    assert TOKEN not in explorer.text("headers")
    expect(explorer.page.get_by_role("tab")).to_have_text(list(TABS), use_inner_text=True)


def test_turning_the_switch_off_forgets_at_once(explorer: Opened) -> None:
    explorer.remember(on=True)
    explorer.run()
    assert NUMBER in explorer.stored()
    explorer.remember(on=False)
    explorer.run()
    assert NUMBER not in explorer.stored()


def test_it_is_dark_where_the_system_is(open_explorer: Open, pictures: Path) -> None:
    explorer = open_explorer(color_scheme="dark")
    expect(explorer.page.locator(".graphiql-container")).to_have_css("background-color", "rgb(33, 42, 59)")
    explorer.run()
    explorer.page.screenshot(path=pictures / "dark.png")


def test_the_chosen_theme_is_kept(explorer: Opened) -> None:
    explorer.page.get_by_label("Open settings dialog").click()
    explorer.page.get_by_role("button", name="Dark").click()
    explorer.page.reload()
    explorer.wait()
    expect(explorer.page.locator(".graphiql-container")).to_have_css("background-color", "rgb(33, 42, 59)")
