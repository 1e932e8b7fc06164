<?php
// The API class of Mikhmon v3 against one simulated router; the class is not ours to distribute: its path is argument 1.
// Prints one JSON line; see third-party.int-spec.ts.
[, $class, $host, $port, $user, $password] = $argv;
require $class;

$api = new RouterosAPI();
$api->debug = false;
$api->port = (int) $port;
$api->attempts = 1;
$result = ['connected' => $api->connect($host, $user, $password)];
$result['empty'] = $api->comm('/ppp/secret/print');
$id = $api->comm('/ppp/secret/add', ['name' => '001234', 'password' => '7.10', 'comment' => 'uji']);
$result['id'] = $id;
$api->comm('/ppp/secret/set', ['.id' => $id, 'comment' => 'diubah']);
$result['rows'] = $api->comm('/ppp/secret/print', ['?name' => '001234']);
$result['duplicate'] = $api->comm('/ppp/secret/add', ['name' => '001234']);
$api->comm('/ppp/secret/remove', ['.id' => $id]);
$result['left'] = $api->comm('/ppp/secret/print');
$api->disconnect();
echo json_encode($result), "\n";
