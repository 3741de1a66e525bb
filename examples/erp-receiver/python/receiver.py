"""Receives Chasqui events: verify, commit, and only then answer. Python 3.9 or newer, nothing to install."""

import base64
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

DATABASE = os.environ.get("DATA_FILE", "events.sqlite3")
LIVEMODE = os.environ.get("LIVEMODE") == "true"
SHOW_SHIPMENTS = os.environ.get("SHOW_SHIPMENTS") == "true"
TOLERANCE_SECONDS = 300
MAX_BYTES = 1024 * 1024


class Forged(Exception):
    """What arrived is not to be believed."""


def keys_of(secrets):
    """The keys of `whsec_…`; two with a blank between while you rotate."""
    return [base64.b64decode(secret.removeprefix("whsec_"), validate=True) for secret in secrets.split()]


def verify(body, headers, keys, now):
    """The event in a message, once it is certain that Chasqui sent it just now (Standard Webhooks, `v1`)."""
    event_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit() or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        raise Forged("The message is too old, or the clock of this machine is wrong.")
    signed = f"{event_id}.{timestamp}.".encode() + body
    expected = ["v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode() for key in keys]
    given = headers.get("webhook-signature", "").split(" ")
    # Several signatures come while a secret rotates; all pairs are compared, in the same time whatever they are.
    matches = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    if not any(matches):
        raise Forged("No signature matches.")
    event = json.loads(body)
    if event["id"] != event_id:
        raise Forged("The header webhook-id and the id of the event differ.")
    return event


def connect():
    """A connection whose commits are on the disk when they return."""
    database = sqlite3.connect(DATABASE, timeout=30, isolation_level=None)
    database.execute("pragma journal_mode = wal")
    database.execute("pragma synchronous = full")
    return database


def prepare():
    database = connect()
    database.execute("create table if not exists event (id text primary key, type text, body text, received_at text)")
    # Your warehouse job works through this table. One row per order, whatever is delivered how often.
    database.execute("create table if not exists shipment (order_id text primary key, event_id text)")
    database.close()


def take(event, body):
    """Stores the event and what it makes you do in one transaction. One that is there already changes nothing."""
    database = connect()
    try:
        database.execute("begin immediate")
        new = database.execute(
            "insert into event values (?, ?, ?, datetime('now')) on conflict do nothing",
            (event["id"], event["type"], body.decode()),
        ).rowcount
        # order.paid and nothing else means ship. Types that you do not know are stored and passed over.
        if new and event["type"] == "order.paid" and event["livemode"] == LIVEMODE:
            order_id = event["data"]["payment"]["orderId"]
            database.execute("insert into shipment values (?, ?) on conflict do nothing", (order_id, event["id"]))
        database.execute("commit")
    finally:
        # Without a commit this rolls back.
        database.close()


def shipments_of(order_id):
    database = connect()
    try:
        return database.execute("select count(*) from shipment where order_id = ?", (order_id,)).fetchone()[0]
    finally:
        database.close()


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    keys = []

    def do_POST(self):
        length = self.headers.get("content-length", "")
        if urlsplit(self.path).path != "/webhooks/chasqui":
            return self.answer(404, "There is nothing here.")
        if not length.isdigit() or int(length) > MAX_BYTES:
            return self.answer(413, "The body is too large, or does not say how large it is.")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            self.close_connection = True
            return None
        try:
            take(verify(body, self.headers, self.keys, time.time()), body)
        except Forged as refusal:
            return self.answer(400, str(refusal))
        except Exception as error:  # It is true and could not be stored: it must come again.
            print(f"not stored: {error!r}", file=sys.stderr)
            return self.answer(500, "It could not be stored.")
        return self.answer(204, "")

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path != "/shipments" or not SHOW_SHIPMENTS:
            return self.answer(404, "There is nothing here.")
        order_id = parse_qs(url.query).get("orderId", [""])[0]
        return self.answer(200, json.dumps({"orderId": order_id, "count": shipments_of(order_id)}))

    def answer(self, status, text):
        body = text.encode()
        try:
            self.send_response(status)
            if status >= 400:
                self.send_header("connection", "close")
            if status != 204:
                self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            # The caller hung up while we worked. The event is stored; it comes again and is known.
            self.close_connection = True

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    secrets = os.environ.get("CHASQUI_WEBHOOK_SECRET", "")
    if not secrets:
        sys.exit("Set CHASQUI_WEBHOOK_SECRET to the whsec_… of your endpoint; two with a blank between while you rotate.")
    Receiver.keys = keys_of(secrets)
    prepare()
    server = ThreadingHTTPServer(
        (os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "3010"))), Receiver
    )
    print(f"Receiving at http://{server.server_address[0]}:{server.server_address[1]}/webhooks/chasqui", flush=True)
    server.serve_forever()
