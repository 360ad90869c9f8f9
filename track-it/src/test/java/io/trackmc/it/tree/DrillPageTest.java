package io.trackmc.it.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.net.tree.TreeNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drills on the page of the live tree in Chromium. */
class DrillPageTest extends PageScene {

    private final PlantedConsole console = new PlantedConsole();
    private final List<TreeNode> nodes = PlantedTree.of(3, 3);

    @Test
    void shouldStartADrillOnlyWhenItsPlanWasShownAndAgreedTo() throws IOException {
        Browser page = open();
        page.until("document.body.dataset.drill === 'idle'");
        assertThat(page.text("#drill-state")).isEqualTo("No drill runs.");
        assertThat(page.text("#drill-purpose")).contains("A repair head dies");
        assertThat(page.get("document.querySelector('#drill-name option[value=\"gc-pause\"]').disabled"))
                .as("one that hits others").isEqualTo("true");
        page.get("document.querySelector('#drill-plan').click()");
        page.until("document.body.dataset.drill === 'planned'");
        assertThat(console.wanted()).containsExactly("plan {drill=[kill-rh], seed=[1]}");
        assertThat(page.text("#drill-lines")).contains("5.0 s kill rh-1", "6.0 s end of kill rh-1");
        assertThat(page.text("#drill-who")).isEqualTo("Hurt rh-1, rh-2");
        assertThat(page.get("document.querySelector('#drill-start').disabled")).isEqualTo("true");
        assertThat(page.get("document.activeElement.id")).as("who reads with a screen reader is there")
                .isEqualTo("drill-lines");
        page.key("Tab").key(" ").key("Tab").key("Enter");
        page.until("document.body.dataset.drill === 'running'");
        assertThat(console.wanted()).last().isEqualTo("start {plan=[plan-1]}");
    }

    @Test
    void shouldMarkWhoIsHitInWordsAndTellOfIt() throws IOException {
        console.is("running");
        Browser page = open();
        page.until("document.body.dataset.drill === 'running' && document.querySelector('.hit')");
        assertThat(page.text("li.hit > .card")).contains("rh-1", "⚡ drill: kill");
        assertThat(page.get("document.querySelector('li.hit').getAttribute('aria-label')")).endsWith(", drill: kill");
        assertThat(page.text("li.hit > .chip")).contains("receiver-2-1", "⚡ drill: pause");
        assertThat(page.text("#drill-state")).isEqualTo(
                "kill-rh: The drill runs. Hurt now: rh-1 (kill), receiver-2-1 (pause).");
        assertThat(page.text("#events .of-drill")).contains("5.0 s kill rh-1");
        assertThat(page.get("document.querySelector('#lanes .drill-lane').getAttribute('d')")).contains("v64");
        page.get("document.querySelector('#drill-stop').focus()");
        page.key("Enter");
        page.until("document.body.dataset.drill === 'over'");
        assertThat(console.wanted()).containsExactly("stop {}");
        page.until("!document.querySelector('.hit')");
        page.until("document.querySelector('#live').textContent.includes('Every promise was held.')");
        assertThat(page.text("#drill-report")).isEqualTo("Open the report");
    }

    @Test
    void shouldOpenAReportThatIsItsOwnPage() throws IOException {
        console.is("over");
        Browser page = open();
        page.until("document.body.dataset.drill === 'over'");
        String address = page.get("document.querySelector('#drill-report').href");
        page.open(address);
        assertThat(page.text("h1")).isEqualTo("kill-rh");
        assertThat(page.get("getComputedStyle(document.querySelector('h1')).color")).as("its style is let through")
                .isEqualTo("rgb(1, 2, 3)");
        assertThat(page.get("window.hit")).as("a program in it is not run").isEqualTo("undefined");
        page.open(address.substring(0, address.length() - 1) + "X");
        assertThat(page.get("document.querySelector('h1') === null")).as("a name that is guessed").isEqualTo("true");
    }

    @Test
    void shouldSayWhyADrillIsRefused() throws IOException {
        console.refuses("another drill is going on: one at a time");
        Browser page = open();
        page.until("document.body.dataset.drill === 'idle'");
        page.get("document.querySelector('#drill-plan').click()");
        page.until("document.querySelector('#drill-why').textContent.includes('one at a time')");
        assertThat(page.get("document.querySelector('#drill-why').getAttribute('role')")).isEqualTo("alert");
    }

    @Test
    void shouldShowHostileWordsAsText() throws IOException {
        console.is("running");
        console.hostile("<img src=x onerror=window.hit=1>");
        Browser page = open();
        page.until("document.querySelector('#events .of-drill')");
        assertThat(page.count("img")).isZero();
        assertThat(page.text("#events .of-drill")).contains("<img src=x");
    }

    private Browser open() throws IOException {
        Browser started = open(new PlantedSource(() -> nodes, console), token(), List.of(), 1000);
        started.until("!document.querySelector('#token-form').hidden");
        return started.type(TOKEN).key("Enter");
    }
}
