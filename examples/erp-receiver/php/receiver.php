<?php

/**
 * Receives Chasqui events: verify, commit, and only then answer. PHP 8.1 or newer with pdo_sqlite; for another database
 * change the DSN and, for MySQL, "on conflict do nothing" to "insert ignore".
 */

declare(strict_types=1);

const TOLERANCE_SECONDS = 300;
const MAX_BYTES = 1024 * 1024;

final class Forged extends RuntimeException
{
}

function setting(string $name, string $default = ''): string
{
    $value = getenv($name);
    return $value === false ? $default : $value;
}

function answer(int $status, string $text = ''): never
{
    http_response_code($status);
    header('content-type: ' . (str_starts_with($text, '{') ? 'application/json' : 'text/plain'));
    echo $text;
    exit;
}

/** The event in a message, once it is certain that Chasqui sent it just now (Standard Webhooks, `v1`). */
function verify(string $body, array $server, string $secrets, int $now): array
{
    $id = $server['HTTP_WEBHOOK_ID'] ?? '';
    $timestamp = $server['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!preg_match('/^\d{1,12}$/D', $timestamp) || abs($now - (int) $timestamp) > TOLERANCE_SECONDS) {
        throw new Forged('The message is too old, or the clock of this machine is wrong.');
    }
    $matches = false;
    // Two secrets with a blank between while you rotate; Chasqui then sends two signatures as well.
    foreach (preg_split('/\s+/', trim($secrets)) as $secret) {
        $key = base64_decode(preg_replace('/^whsec_/', '', $secret), true);
        if ($key === false || $key === '') {
            throw new LogicException('CHASQUI_WEBHOOK_SECRET is not the whsec_… of an endpoint.');
        }
        $expected = 'v1,' . base64_encode(hash_hmac('sha256', "$id.$timestamp.$body", $key, true));
        foreach (explode(' ', $server['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $given) {
            $matches = hash_equals($expected, $given) || $matches;
        }
    }
    if (!$matches) {
        throw new Forged('No signature matches.');
    }
    $event = json_decode($body, true, 512, JSON_THROW_ON_ERROR);
    if (($event['id'] ?? null) !== $id) {
        throw new Forged('The header webhook-id and the id of the event differ.');
    }
    return $event;
}

/** Every commit on it is on the disk when it returns. */
function connect(): PDO
{
    $database = new PDO('sqlite:' . setting('DATA_FILE', __DIR__ . '/events.sqlite3'));
    $database->setAttribute(PDO::ATTR_ERRMODE, PDO::ERRMODE_EXCEPTION);
    $database->setAttribute(PDO::ATTR_TIMEOUT, 30);
    $database->exec('pragma journal_mode = wal');
    $database->exec('pragma synchronous = full');
    $database->exec('create table if not exists event (id text primary key, type text, body text, received_at text)');
    // Your warehouse job works through this table. One row per order, whatever is delivered how often.
    $database->exec('create table if not exists shipment (order_id text primary key, event_id text)');
    return $database;
}

/** Stores the event and what it makes you do in one transaction. One that is there already changes nothing. */
function take(PDO $database, array $event, string $body): void
{
    $database->exec('begin immediate');
    try {
        $insert = $database->prepare("insert into event values (?, ?, ?, datetime('now')) on conflict do nothing");
        $insert->execute([$event['id'], $event['type'], $body]);
        $isLive = setting('LIVEMODE') === 'true';
        // order.paid and nothing else means ship. Types that you do not know are stored and passed over.
        if ($insert->rowCount() === 1 && $event['type'] === 'order.paid' && $event['livemode'] === $isLive) {
            $ship = $database->prepare('insert into shipment values (?, ?) on conflict do nothing');
            $ship->execute([$event['data']['payment']['orderId'], $event['id']]);
        }
        $database->exec('commit');
    } catch (Throwable $error) {
        $database->exec('rollback');
        throw $error;
    }
}

// What was begun is finished and committed when the caller hangs up; the event then comes again and is known.
ignore_user_abort(true);
$path = parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH);
$route = ($_SERVER['REQUEST_METHOD'] ?? '') . ' ' . $path;

if ($route === 'GET /shipments' && setting('SHOW_SHIPMENTS') === 'true') {
    $orderId = (string) ($_GET['orderId'] ?? '');
    $count = connect()->prepare('select count(*) from shipment where order_id = ?');
    $count->execute([$orderId]);
    answer(200, json_encode(['orderId' => $orderId, 'count' => (int) $count->fetchColumn()]));
}
if ($route !== 'POST /webhooks/chasqui') {
    answer(404, 'There is nothing here.');
}
try {
    // The bytes as they came: parsed and written again they would have another signature.
    $body = file_get_contents('php://input', false, null, 0, MAX_BYTES + 1);
    if ($body === false || strlen($body) > MAX_BYTES) {
        answer(413, 'The body is too large.');
    }
    take(connect(), verify($body, $_SERVER, setting('CHASQUI_WEBHOOK_SECRET'), time()), $body);
    answer(204);
} catch (Forged $refusal) {
    answer(400, $refusal->getMessage());
} catch (Throwable $error) {
    // It is true and could not be stored, so it must come again.
    error_log((string) $error);
    answer(500, 'It could not be stored.');
}
