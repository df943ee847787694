"""The environment that Mockoon serves: one route with a fixed answer."""

import json


def environment_text(port: int, route: str) -> str:
    """The file for Mockoon's CLI.

    Args:
        port: Where it listens, on loopback.
        route: The path of a POST, without its leading slash.
    """
    body = {"otp_expire": "2026-11-21T15:05:09.123", "code": 0, "message": "İşlem başarılı."}
    response = {
        "uuid": "00000000-0000-4000-8000-000000000003",
        "body": json.dumps(body),
        "latency": 0,
        "statusCode": 200,
        "label": "",
        "headers": [{"key": "Content-Type", "value": "application/json; charset=utf-8"}],
        "bodyType": "INLINE",
        "filePath": "",
        "databucketID": "",
        "sendFileAsBody": False,
        "rules": [],
        "rulesOperator": "OR",
        "disableTemplating": True,
        "fallbackTo404": False,
        "default": True,
        "crudKey": "id",
        "callbacks": [],
    }
    served = {
        "uuid": "00000000-0000-4000-8000-000000000002",
        "type": "http",
        "documentation": "",
        "method": "post",
        "endpoint": route,
        "responses": [response],
        "responseMode": None,
        "streamingMode": None,
        "streamingInterval": 0,
    }
    environment = {
        "uuid": "00000000-0000-4000-8000-000000000001",
        "lastMigration": 33,
        "name": "benchmark",
        "port": port,
        "hostname": "127.0.0.1",
        "endpointPrefix": "",
        "latency": 0,
        "folders": [],
        "routes": [served],
        "rootChildren": [{"type": "route", "uuid": served["uuid"]}],
        "proxyMode": False,
        "proxyHost": "",
        "cors": False,
        "headers": [],
        "data": [],
        "callbacks": [],
    }
    return json.dumps(environment)
