"""Words that venues send as values: in a list without marks a word from here is a value, and no word of a sentence."""

from .words import words_of

VALUE_WORDS = words_of(
    """
    buy sell bid ask long short both net open close opened closed up down in out call put
    limit market stop stop_limit stop_market take_profit trailing iceberg twap vwap oco conditional trigger plan
    post_only maker taker gtc ioc fok gtx gtd gfd gtt day rpi rod fak
    new active inactive pending live filled partially_filled cancelled canceled rejected expired triggered untriggered
    done finished working accepted settled success successful succeeded failed failure processing completed
    spot margin futures future swap perpetual perp option options linear inverse delivery earn funding trading unified
    main trade sub master cash cross crossed isolated hedge one_way portfolio wallet
    asc desc ascending descending newest oldest prev previous next forward backward
    on off yes no y n true false all any none auto manual normal regular fast slow base quote last mark index
    deposit withdraw withdrawal transfer borrow repay lend fiat crypto chain onchain internal external fixed flexible
    daily weekly monthly hourly minute hour week month
    """
)
"""Each in lower case."""
