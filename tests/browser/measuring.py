"""How a page is measured in a browser: its weight on the wire, its first paint, what moves."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

MEASURE_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s and 400 ms, as Lighthouse calls slow 3G."""


@dataclass
class Weights:
    """Bytes received by address, as compressed on the wire."""

    by_url: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.by_url.values())


def weigh(page: Page) -> Weights:
    """Return what the page will have received, filled as it comes."""
    weights = Weights()

    def note(answer: Response) -> None:
        size = answer.headers.get("content-length")
        if size is not None and answer.status == 200:
            weights.by_url[answer.url] = int(size)

    page.on("response", note)
    return weights
