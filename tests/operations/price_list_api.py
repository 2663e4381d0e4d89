"""A Price List API over HTTP: GetProducts with filters and pages, over documents of the real one's shape."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Product = dict[str, Any]


def product(service: str, usage_type: str, *usd: str, day: str = "2026-10-07", **attributes: str) -> Product:
    """A product with an on-demand price for each tier, the first from 0 on."""
    dimensions = {
        f"SKU.TERM.{number}": {
            "unit": "Hrs",
            "beginRange": str(number * 10_000),
            "endRange": "Inf",
            "description": f"${amount} per unit",
            "appliesTo": [],
            "rateCode": f"SKU.TERM.{number}",
            "pricePerUnit": {"USD": amount},
        }
        # The real one's tiers stand in no order.
        for number, amount in reversed(list(enumerate(usd)))
    }
    family = {"productFamily": attributes.pop("productFamily")} if "productFamily" in attributes else {}
    return {
        "product": {
            "sku": "SKU",
            "attributes": {"servicecode": service, "usagetype": usage_type, **attributes},
            **family,
        },
        "serviceCode": service,
        "terms": {"OnDemand": {"SKU.TERM": {"offerTermCode": "TERM", "priceDimensions": dimensions}}},
        "version": "20261007000000",
        "publicationDate": f"{day}T00:00:00Z",
    }


class PriceListApi(ThreadingHTTPServer):
    """Answers with the products that pass every filter, `page` at a time; `asked` are the requests' bodies."""

    def __init__(self, products: Sequence[Product], page: int, refuse: str | None) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.products, self.page, self.refuse = products, page, refuse
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        found = [product for product in self.products if _passes(product, request)]
        first = int(request.get("NextToken", 0))
        more = {"NextToken": str(first + self.page)} if first + self.page < len(found) else {}
        shown = found[first : first + self.page]
        return {"FormatVersion": "aws_v1", "PriceList": [json.dumps(product) for product in shown], **more}


def _passes(product: Product, request: dict[str, Any]) -> bool:
    values = {"productFamily": product["product"].get("productFamily"), **product["product"]["attributes"]}
    wanted = {rule["Field"]: rule["Value"] for rule in request.get("Filters", [])}
    return product["serviceCode"] == request["ServiceCode"] and wanted.items() <= values.items()


class _Handler(BaseHTTPRequestHandler):
    server: PriceListApi

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["X-Amz-Target"] == "AWSPriceListService.GetProducts"
        self.server.asked.append(request)
        refuse = self.server.refuse
        answer = {"__type": refuse, "Message": "no"} if refuse else self.server.answer(request)
        body = json.dumps(answer).encode()
        self.send_response(400 if refuse else 200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def price_list_api(products: Sequence[Product], page: int = 100, refuse: str | None = None) -> Iterator[PriceListApi]:
    """Serve the products until the block ends. `refuse`: an error code to answer everything with."""
    with PriceListApi(products, page, refuse) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
