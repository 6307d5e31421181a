"""seen: what a reader sees in Chromium. Each check gets the browser and the folder of the pages, and
yields what it looked at and whether it was right."""
import base64
import urllib.parse

VISIBLE = """[...document.querySelectorAll('tbody[id], .agreement tbody')]
    .filter(e => e.className !== 'meaning' && e.offsetParent !== null)
    .map(e => e.querySelector('th').firstChild.textContent.trim())"""

SET = """(function (heading, shown) {
  var label = [...document.querySelectorAll('#rule-filters label')]
      .find(l => l.querySelector('span').textContent.trim() === heading);
  var control = label.querySelector('select, input');
  if (control.tagName === 'SELECT')
    control.value = [...control.options].find(o => o.textContent.trim() === shown).value;
  else
    control.value = shown;
  control.dispatchEvent(new Event('input', { bubbles: true }));
}(%r, %r))"""

CONTRAST = """(function () {
  function parse(text) { return text.match(/[\\d.]+/g).map(Number); }
  function light(c) {
    var v = c.slice(0, 3).map(x => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2];
  }
  function ground(e) {
    for (; e; e = e.parentElement) {
      var c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  }
  var bad = [];
  document.querySelectorAll('body *').forEach(e => {
    var own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || e.offsetParent === null || e.tagName === 'SCRIPT') return;
    var a = light(parse(getComputedStyle(e).color)), b = light(ground(e));
    var ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(e.tagName + '.' + e.className + ' ' + ratio.toFixed(2));
  });
  return [...new Set(bad)];
}())"""


def address(folder, name):
    return "file://" + urllib.parse.quote(str(folder / f"{name}.html"))


def quiet(chromium, folder):
    for name in ("cloud", "verdicts", "hostile", "hostile-table", "hostile-findings", "hostile-changes",
                 "hostile-tests", "findings", "changes", "tests", "broken", "test"):
        page = chromium.open(address(folder, name))
        # the browser's own pictures of its controls are data of its own
        asked = [url for url in page.requests() if not url.startswith("data:")]
        said = page.complaints()
        yield f"{name}: one request {asked[1:]}", len(asked) == 1
        yield f"{name}: nothing on the console {said}", not said
        page.close()


def narrow(chromium, folder):
    for name in ("cloud", "distribution", "shapes", "verdicts", "hostile", "findings", "check", "changes",
                 "diff", "tests", "test", "broken", "hostile-findings", "hostile-changes", "hostile-tests"):
        for script in (True, False):
            page = chromium.open(address(folder, name), width=390, script=script)
            wide = page.call("Page.getLayoutMetrics")["cssContentSize"]["width"]
            yield f"{name}: {wide} px wide at 390", wide <= 390
            page.close()


def filters(chromium, folder):
    page = chromium.open(address(folder, "shapes"))
    every = page.value(VISIBLE)
    yield "all rules at first", len(every) == 11
    page.value(SET % ("host", "Globex_EU"))
    yield "host Globex_EU: not what Master 1 grants", page.value(VISIBLE) == [
        x for x in every if x != "Master 1"]
    page.value(SET % ("level in kW", "10"))
    hidden = page.value("document.querySelectorAll('.agreement tr.or[hidden]').length")
    yield "a case that cannot apply is hidden", hidden > 0
    page.value(SET % ("act", "lease"))
    yield "act lease", page.value(VISIBLE) == [
        x for x in every if x not in ("Master 1", "Master 2", "Master 9")]
    page.value(SET % ("effect", "prohibits"))
    yield "effect", set(page.value(VISIBLE)) == {"Master 7", "Side 1"}
    page.value("document.querySelector('#rule-filters button').click()")
    page.value("new Promise(done => setTimeout(done, 50))")
    yield "cleared", page.value(VISIBLE) == every
    page.value(SET % ("date", "2026-05-31"))
    yield "a day before Master 9", "Master 9" not in page.value(VISIBLE)
    page.value(SET % ("date", "2026-06-01"))
    yield "its first day", ("Master 9" in page.value(VISIBLE)
                            and "Master 5" not in page.value(VISIBLE))
    page.value(SET % ("date", ""))
    page.value(SET % ("region", "Japan"))
    rows = page.value("[...document.querySelectorAll('#c-Master-1 tr.except')].filter(e => "
                      "e.offsetParent !== null).map(e => e.querySelector('th').textContent)")
    yield f"exceptions that can apply: {rows}", rows == ["except", "except by Master 6", "except"]
    page.close()
    page = chromium.open(address(folder, "verdicts"))
    count = "[...document.querySelectorAll('.case')].filter(e => e.offsetParent !== null).length"
    before = page.value(count)
    named = page.value("[...document.querySelectorAll('.index a')].map(a => "
                       "document.querySelector(a.getAttribute('href') + ' h3').textContent)")
    yield "a link to each", named == page.value(
        "[...document.querySelectorAll('.case h3')].map(e => e.textContent)") and len(named) == before
    disputed = page.value("document.querySelectorAll('.case.disputed').length")
    page.value("document.querySelector('#item-filters [value=disputed]').click()")
    yield "links without them", page.value(
        "document.querySelectorAll('.index li:not([hidden])').length") == before - disputed
    yield "verdicts without the disputed ones", page.value(count) == before - disputed != before
    page.value("document.querySelector('.unfold').click()")
    yield "unfolded", page.value("document.querySelectorAll('main details:not([open])').length") == 0
    page.close()


SHOWN = """[...document.querySelectorAll('.item')].filter(e => e.offsetParent !== null)
    .map(e => e.querySelector('h3, th').firstChild.textContent.trim())"""
ITEMS = SET.replace("#rule-filters", "#item-filters")


def item_filters(chromium, folder):
    page = chromium.open(address(folder, "check"))
    every = page.value(SHOWN)
    yield f"all findings {every}", len(every) == 4
    page.value("document.querySelector('#item-filters [value=error]').click()")
    yield "without errors", len(page.value(SHOWN)) == 3
    yield "nor their heading", page.value("document.getElementById('error').offsetParent === null")
    page.value(ITEMS % ("finding", "P0309 no verdict turns on a disputed term"))
    yield "one code", page.value(SHOWN) == ["No verdict turns on how"]
    page.value("document.querySelector('#item-filters button[type=reset]').click()")
    page.value("new Promise(done => setTimeout(done, 50))")
    yield "cleared", page.value(SHOWN) == every
    page.value("document.querySelector('.excerpt a').click()")
    yield "a link into the text unfolds it", page.value(
        "document.querySelector(location.hash).offsetParent !== null")
    page.close()
    page = chromium.open(address(folder, "changes"))
    parts = "[...document.querySelectorAll('.part')].filter(e => e.offsetParent !== null).length"
    every, all_parts = page.value(SHOWN), page.value(parts)
    page.value(ITEMS % ("product", "Copilot"))
    fewer, fewer_parts = page.value(SHOWN), page.value(parts)
    yield f"changes for Copilot: {len(fewer)} of {len(every)}", 0 < len(fewer) < len(every)
    yield "sets of deployments for Copilot", 0 < fewer_parts < all_parts
    yield "what is about Frontier alone is hidden", page.value(
        "[...document.querySelectorAll('.case')].every(e => e.offsetParent === null || "
        "![...e.querySelectorAll('.conditions li')].some(l => l.textContent === 'product is Frontier'))")
    page.value("document.querySelector('#item-filters [value=settled]').click()")
    yield "nothing settled", page.value(
        "[...document.querySelectorAll('.case.settled')].every(e => e.offsetParent === null)")
    page.value("document.querySelectorAll('#old-rule-filters, #rule-filters').length")
    page.value(SET.replace("#rule-filters", "#old-rule-filters") % ("effect", "permits"))
    yield "each table has its own filters", page.value(
        "document.getElementById('c-Alliance-2.1').offsetParent !== null && "
        "document.getElementById('old-c-Alliance-2.1').offsetParent === null")
    page.close()
    page = chromium.open(address(folder, "former"))
    for name, value, shown in (("colour (old policy)", "red", 1), ("colour (old policy)", "blue", 2),
                               ("boxes (old policy)", "5", 1), ("boxes (old policy)", "6", 2),
                               ("closing occurred", "yes", 1), ("closing occurred", "no", 2)):
        # a clause that is gone is about no deployment in particular
        page.value(ITEMS % (name, value))
        seen = page.value(SHOWN)
        yield f"{name}: {value}: {seen}", len(seen) == shown + 1
        page.value("document.querySelector('#item-filters button[type=reset]').click()")
        page.value("new Promise(done => setTimeout(done, 50))")
    page.close()
    page = chromium.open(address(folder, "test"))
    page.value(ITEMS % ("review", "to be reviewed"))
    yield "to be reviewed", page.value(SHOWN) == ["London"]
    page.close()


def heads_stay(chromium, folder):
    """Of a table longer than the window the head stays above what is read."""
    page = chromium.open(address(folder, "policies"), height=300)
    seen = page.value("""(function () {
        var long = [...document.querySelectorAll('.scroll')].find(e => e.scrollHeight > e.clientHeight + 60);
        if (!long) return null;
        long.scrollTop = 60;
        return [long.scrollTop, long.querySelector('thead th').getBoundingClientRect().top
                                - long.getBoundingClientRect().top];
    }())""")
    yield f"a long table scrolls below its head {seen}", seen is not None and seen[0] == 60 and abs(seen[1]) < 1
    page.close()


def copied(chromium, folder):
    """A button copies the deployment as it stands."""
    page = chromium.open(address(folder, "check"))
    button = "document.querySelector('.witness .copy')"
    yield "a button", page.value(f"{button}.textContent") == "Copy"
    page.value("document.addEventListener('copy', () => { window.copied = getSelection().toString(); });"
               "Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.call("Runtime.evaluate", expression=f"{button}.click()", userGesture=True)
    yield "the words", page.value("window.copied || ''").strip() == page.value(
        "document.querySelector('.witness code').textContent").strip()
    page.close()


def without_script(chromium, folder):
    for name in ("verdicts", "check", "changes", "test"):
        page = chromium.open(address(folder, name), script=False)
        shown = page.call("DOM.getDocument")["root"]["nodeId"]
        forms = page.call("DOM.querySelectorAll", nodeId=shown, selector="form:not([hidden])")
        hidden = page.call("DOM.querySelectorAll", nodeId=shown, selector="main :not(form)[hidden]")
        yield f"{name}: filters are hidden", not forms["nodeIds"]
        yield f"{name}: nothing else is", not hidden["nodeIds"]
        page.close()


def paper(chromium, folder):
    for name in ("verdicts", "findings", "changes", "tests"):
        page = chromium.open(address(folder, name), media="print")
        shown = page.value("[...document.querySelectorAll('form, .copy')].some("
                           "e => e.offsetParent !== null)")
        yield f"{name}: no filters on paper", not shown
        made = page.call("Page.printToPDF")["data"]
        yield f"{name}: a PDF", base64.b64decode(made).startswith(b"%PDF")
        page.close()


def contrast(chromium, folder):
    for dark in (False, True):
        for name in ("shapes", "verdicts", "check", "left-open", "changes", "diff", "test", "broken"):
            page = chromium.open(address(folder, name), dark=dark)
            page.value("document.querySelectorAll('details').forEach(e => e.open = true)")
            poor = page.value(CONTRAST)
            yield f"{name}, {'dark' if dark else 'light'}: {poor}", not poor
            page.close()


ALL = [quiet, narrow, filters, item_filters, heads_stay, copied, without_script, paper, contrast]
