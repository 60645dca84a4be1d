"""Signatures as the vendors' own libraries, and other people's clients, compute them.

Every vector is literal. ``okx-nautilus-get`` and ``bybit-nautilus-*`` are printed in nautilus_trader's own tests; the rest were made with
python-okx, pybit and the algorithm that CoinSwitch publishes. All keys are public examples.
"""

from datetime import datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from venues._runtime.errors import ConfigurationError
from venues._runtime.secret import Secret
from venues._runtime.sign import Signer, _hmac_sha256
from venues._runtime.venue import Auth
from venues.coinswitch_hft.venue import VENUE as COINSWITCH
from venues.okx_v5.venue import VENUE as OKX

BYBIT = Auth(
    credentials=("api_key", "secret_key"),
    algorithm="hmac_sha256",
    encoding="hex",
    signs=("timestamp", "api_key", "recv_window", "payload"),
    timestamp="milliseconds",
    tolerance=5.0,
    headers={
        "X-BAPI-API-KEY": "api_key",
        "X-BAPI-SIGN": "signature",
        "X-BAPI-TIMESTAMP": "timestamp",
        "X-BAPI-RECV-WINDOW": "recv_window",
    },
    recv_window=5000,
)

# id, api key, secret, passphrase, timestamp, method, path with query, body, signature
OKX_VECTORS = [
    (
        "okx-nautilus-get",
        "985d5b66-57ce-40fb-b714-afc0b9787083",
        "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
        "1234567890",
        "2020-12-08T09:08:57.715Z",
        "GET",
        "/api/v5/account/balance",
        "",
        "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=",
    ),
    (
        "okx-docs-get-query",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "GET",
        "/api/v5/account/balance?ccy=BTC",
        "",
        "HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=",
    ),
    (
        "okx-get-noparams",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "GET",
        "/api/v5/account/config",
        "",
        "Kr/8IrbDYujS4cg2KkmB+tO2HMUXxyayG6ZwNb4H/yA=",
    ),
    (
        "okx-docs-post-leverage",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "POST",
        "/api/v5/account/set-leverage",
        '{"instId":"BTC-USDT","lever":"5","mgnMode":"isolated"}',
        "eCnnCgWLjlQ9XnpUkrcny3qNq3WW/81KNrDr/XR6Xv8=",
    ),
    (
        "okx-post-leverage-spaced",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "POST",
        "/api/v5/account/set-leverage",
        '{"instId": "BTC-USDT", "lever": "5", "mgnMode": "isolated"}',
        "/XctMG4gU+l0Tv1E5CsSdhrndN0MZxclhFp3+SFofI8=",
    ),
    (
        "okx-post-batch-array",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "POST",
        "/api/v5/trade/batch-orders",
        '[{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"},{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b16","side":"buy","ordType":"limit","px":"2.15","sz":"2"}]',
        "xLEQP3FnbR1jVHAMcG3nVZGeYZLK2TDU6rjb8ioi4I8=",
    ),
    (
        "okx-get-multi-comma",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "GET",
        "/api/v5/account/leverage-info?instId=BTC-USDT-SWAP,ETH-USDT-SWAP&mgnMode=cross",
        "",
        "6pVsVvJk4NVPE5NDcFz0DfWmdC1ix6xzLUJ/gVm40BY=",
    ),
    (
        "okx-get-multi-comma-encoded",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "GET",
        "/api/v5/account/leverage-info?instId=BTC-USDT-SWAP%2CETH-USDT-SWAP&mgnMode=cross",
        "",
        "sR85PV/kfROOOuj04cF8wGl0bYqsHHj9alqxKh5LZ9Y=",
    ),
    (
        "okx-post-empty-object",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "POST",
        "/api/v5/trade/cancel-all-after",
        '{"timeOut":"30"}',
        "04moHUhugbCkynZ2DXnPEqhbJ40ZkqvyTaLLSowGCK0=",
    ),
    (
        "okx-post-utf8",
        "37c541a1-0000-0000-0000-10fe7a038418",
        "22582BD0CFF14C41EDBF1AB98506286D",
        "pass-phrase",
        "2020-12-08T09:08:57.715Z",
        "POST",
        "/api/v5/asset/subaccount/transfer",
        '{"ccy":"USDT","amt":"1","from":"6","to":"6","fromSubAccount":"tést","toSubAccount":"测试"}',
        "GGhTWrf7+0NB0Ib4JjwRJ4rvUvUSKRIdPMlq8LN6zt4=",
    ),
]
# id, api key, secret, timestamp, method, query of a GET or body of a POST, signature
BYBIT_VECTORS = [
    (
        "bybit-nautilus-get",
        "test_api_key",
        "test_secret",
        "1700000000000",
        "GET",
        "category=linear&symbol=BTCUSDT",
        "fd4f31228a46109dc6673062328693696df9a96c7ff04e6491a45e7f63a0fdd7",
    ),
    (
        "bybit-nautilus-post",
        "test_api_key",
        "test_secret",
        "1700000000000",
        "POST",
        '{"category": "linear", "symbol": "BTCUSDT", "orderLinkId": "test-order-1"}',
        "2df4a0603d69c08d5dea29ba85b46eb7db64ce9e9ebd34a7802a3d69700cb2a1",
    ),
    (
        "bybit-docs-get",
        "XXXXXXXXXX",
        "test_secret",
        "1658384314791",
        "GET",
        "category=option&symbol=BTC-29JUL22-25000-C",
        "2c42d015234a3fc985e5294b2665235b3f51cf59dfbbde6be0097d0bc33256bf",
    ),
    (
        "bybit-docs-post",
        "XXXXXXXXXX",
        "test_secret",
        "1658385579423",
        "POST",
        '{"category": "option"}',
        "7fdd84061f25faa9566fa013c0dd25adcb78a0ab90cbb992c0f12427d82f7221",
    ),
    (
        "bybit-set-leverage",
        "XXXXXXXXXX",
        "test_secret",
        "1756460695432",
        "POST",
        '{"category": "linear", "symbol": "BTCUSDT", "buyLeverage": "2", "sellLeverage": "2"}',
        "3223126911d40856782d90972ab31687569ed12581ba0ef8adbef93adbcd068a",
    ),
    (
        "bybit-get-sorted",
        "XXXXXXXXXX",
        "test_secret",
        "1756460695432",
        "GET",
        "category=linear&limit=50&symbol=BTCUSDT",
        "c230b776ef4b2e2cc57af495b808f0ed228c98b2b8d2b4a7d35392a9e4d22340",
    ),
    (
        "bybit-get-empty",
        "XXXXXXXXXX",
        "test_secret",
        "1756460695432",
        "GET",
        "",
        "0b27a37937ceaab74b5f94d1f8743959dc843c4060eecf724139de6fd7f24ca4",
    ),
    (
        "bybit-get-cursor",
        "XXXXXXXXXX",
        "test_secret",
        "1756460695432",
        "GET",
        "category=linear&cursor=a=b&c%3Dd",
        "c7f5bcd39126da5cb212a66c3a9cb033eca91c775ab20e7575c86c6e627a7076",
    ),
]
# id, seed, timestamp, method, path with query as sent, signature
COINSWITCH_VECTORS = [
    (
        "coinswitch-doc-time",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1719905777483",
        "GET",
        "/trade/api/v2/time",
        "bc94df6a14d69927f0387bde81be88de8d4068ed125b9defd38f34f31f9019cb4313ee7f3aa862f9b02277879889e428a6994b1655e95a1ae12a8967dce92f07",
    ),
    (
        "coinswitch-doc-order",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1719905777483",
        "POST",
        "/trade/api/v2/order",
        "445d64cb884a314efff27faebfba3fed3154acaf5a13f5b1fdc6ec8f99da4bb70d9d685ce70274b6bc66fe518dc8815300e76c7516fd9f39bd04af39e7f44c0c",
    ),
    (
        "coinswitch-doc-orders",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1719905777483",
        "GET",
        "/trade/api/v2/orders?open=true&exchanges=coinswitchx%2Cc2c1",
        "fba32073118304f941677a25419e1b968519007884c43f32c0046340de5c71df61c93a28de3a63ea9f4897d232421bcc8ab7655a62a42390ceb2c40bddf5990b",
    ),
    (
        "coinswitch-hft-time",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "GET",
        "/v5/market/time",
        "55ae938c414c9aa95270ccb28cfe47b9ebf6994d129a473837e6849f4fdc07263fa4844447532fbeaf93e7f447a7ffb38c9037727bc8222136944f657c28cf02",
    ),
    (
        "coinswitch-hft-set-leverage",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "POST",
        "/v5/position/set-leverage",
        "6d1d3c275aec95e938f2d4b29ae3a3de41a5cb86a4b842af39356fb3e951c8539b2765fcd3aca78b62743838b0676d2c1589522e8bfc09489fe844ce1fe57f08",
    ),
    (
        "coinswitch-hft-realtime",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "GET",
        "/v5/order/realtime?category=linear&symbol=BTCUSDT&orderLinkId=my-order-1",
        "facaa38773dbdaab33c04966d95769992899a05fb71a5ddd71869a4c0cb8e7aba4d0f3715595a384edd328f6a9edc6d85884d064ef2d372ab0badc1713f5d10b",
    ),
    (
        "coinswitch-hft-space-plus",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "GET",
        "/v5/order/realtime?category=linear&orderLinkId=a+b%2Bc",
        "3a31557e1296c25fd06088b9cdbfea17eaa0ba118c01fdcc81d0a09a6bbb786b3a9b24ee1b6296a3420a7a41e21c3e735a5dd03d27a377cdc094af3c2daba30b",
    ),
    (
        "coinswitch-hft-encoded-cursor",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "GET",
        "/v5/execution/list?category=linear&cursor=abc%253D1",
        "acbae53dbd00166d82308149a3482033d2b6ea43c01195966e4e67b157bb99421c1e34fdabb0100992450f5fcd5642c7719d4c992b265bb4765619ff46eed002",
    ),
    (
        "coinswitch-transfer",
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "1756460695432",
        "POST",
        "/dma/api/v1/funds/transfer",
        "5865e93f76334d10a2be6c477c597550edefd2dd6389036ad68aa7fd389a540d9495605a670dcab918cf6883b84770b89f71b20846c0b2104b623e8c021a4d01",
    ),
]


def milliseconds(iso: str) -> int:
    return round(datetime.fromisoformat(iso).timestamp() * 1000)


def signer(auth: Auth, **credentials: str) -> Signer:
    return Signer(auth, {name: Secret(value) for name, value in credentials.items()})


@pytest.mark.parametrize(
    ("api_key", "secret", "passphrase", "moment", "method", "target", "body", "signature"),
    [each[1:] for each in OKX_VECTORS],
    ids=[each[0] for each in OKX_VECTORS],
)
def test_okx(
    api_key: str, secret: str, passphrase: str, moment: str, method: str, target: str, body: str, signature: str
) -> None:
    made = signer(OKX.auth, api_key=api_key, secret_key=secret, passphrase=passphrase)
    assert made.headers(method, target, body.encode(), milliseconds(moment)) == {
        "OK-ACCESS-KEY": api_key,
        "OK-ACCESS-SIGN": signature,
        "OK-ACCESS-TIMESTAMP": moment,
        "OK-ACCESS-PASSPHRASE": passphrase,
    }


@pytest.mark.parametrize(
    ("api_key", "secret", "moment", "method", "payload", "signature"),
    [each[1:] for each in BYBIT_VECTORS],
    ids=[each[0] for each in BYBIT_VECTORS],
)
def test_bybit(api_key: str, secret: str, moment: str, method: str, payload: str, signature: str) -> None:
    target = f"/v5/any?{payload}" if method == "GET" and payload else "/v5/any"
    body = b"" if method == "GET" else payload.encode()
    made = signer(BYBIT, api_key=api_key, secret_key=secret)
    assert made.headers(method, target, body, int(moment)) == {
        "X-BAPI-API-KEY": api_key,
        "X-BAPI-SIGN": signature,
        "X-BAPI-TIMESTAMP": moment,
        "X-BAPI-RECV-WINDOW": "5000",
    }


@pytest.mark.parametrize(
    ("seed", "moment", "method", "target", "signature"),
    [each[1:] for each in COINSWITCH_VECTORS],
    ids=[each[0] for each in COINSWITCH_VECTORS],
)
def test_coinswitch(seed: str, moment: str, method: str, target: str, signature: str) -> None:
    made = signer(COINSWITCH.auth, api_key="public", secret_key=seed)
    headers = made.headers(method, target, b'{"not": "signed"}', int(moment))
    assert headers == {"X-AUTH-APIKEY": "public", "X-AUTH-SIGNATURE": signature, "X-AUTH-EPOCH": moment}


def test_a_seed_with_the_public_key_behind_it_is_understood() -> None:
    _, seed, moment, method, target, signature = COINSWITCH_VECTORS[0]
    made = signer(COINSWITCH.auth, api_key="public", secret_key=seed + "00" * 32)
    assert made.headers(method, target, b"", int(moment))["X-AUTH-SIGNATURE"] == signature


def test_rsa_is_verified_by_the_public_key() -> None:
    # A private key in the source would set off every secret scanner, so this one is made here.
    import base64

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()

    auth = BYBIT._replace(algorithm="rsa_sha256", encoding="base64")
    made = signer(auth, api_key="key", secret_key=pem).headers("GET", "/v5/any?a=1", b"", 1700000000000)
    key.public_key().verify(
        base64.b64decode(made["X-BAPI-SIGN"]), b"1700000000000key5000a=1", padding.PKCS1v15(), hashes.SHA256()
    )


@pytest.mark.parametrize(
    ("key", "message", "digest"),
    [
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (b"\xaa" * 131, b"Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ],
    ids=["short key", "longer than a block"],
)  # fmt: skip
def test_hmac_is_that_of_rfc_4231(key: bytes, message: bytes, digest: str) -> None:
    assert _hmac_sha256(key)(message).hex() == digest


@pytest.mark.parametrize(
    ("auth", "credentials", "message"),
    [
        (OKX.auth, {"api_key": "k"}, "signed calls need the credentials secret_key, passphrase"),
        (OKX.auth, {"api_key": "k\r\nX: y", "secret_key": "s", "passphrase": "p"}, "the api_key must be printable ASCII, since a header carries it"),
        (COINSWITCH.auth, {"api_key": "k", "secret_key": "no hex"}, "the secret_key must be 64 hexadecimal digits"),
    ],
)  # fmt: skip
def test_unusable_credentials_are_refused_and_not_shown(auth: Auth, credentials: Any, message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        signer(auth, **credentials)
    assert str(caught.value) == message
