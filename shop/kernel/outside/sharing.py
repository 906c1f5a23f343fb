"""What all processes know of a firm: one record in Redis, by the clock of Redis alone.

Redis may be gone, or forget everything: then each process goes by what it knows itself, and tells
it when Redis is back.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings

from shop.kernel.cache.board import key_of, quietly
from shop.kernel.identity import new_id

KEPT_SECONDS = 7 * 24 * 3600
LONGEST_ERROR = 300

# Every script gets the record and the list of records; the firm, its address, KEPT_SECONDS and the
# caller's token. A clock that was put back ends whatever should have begun after now.
_BEGIN = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local record, token = KEYS[1], ARGV[4]

local function get(field) return redis.call('HGET', record, field) end
local function set(...) redis.call('HSET', record, ...) end
local function left(began, length)
    local passed = now - (get(began) or 0)
    length = tonumber(get(length) or 0)
    if passed < 0 or passed >= length then return 0 end
    return length - passed
end
local function leave_alone(milliseconds)
    if get('state') ~= 'open' then set('since', now) end
    set('state', 'open', 'opened', now, 'rest', milliseconds, 'token', '', 'lease', 0)
end

local is_new = redis.call('EXISTS', record) == 0
if is_new then
    set('firm', ARGV[1], 'address', ARGV[2], 'state', 'closed', 'since', now)
    set('failures', 0, 'withheld', 0)
end
redis.call('SADD', KEYS[2], record)
for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, ARGV[3]) end
"""
_ASK = """
local lease, mine, is_untold = ARGV[5], tonumber(ARGV[6]), ARGV[7] == '1'
if mine > 0 and get('state') == 'closed' and (is_new or is_untold) then leave_alone(mine) end
local failures = tonumber(get('failures'))
if get('state') == 'closed' then
    set('asked', now)
    return {'everybody', failures, 0}
end
local resting = math.max(left('opened', 'rest'), left('tried', 'lease'))
if resting > 0 then
    redis.call('HINCRBY', record, 'withheld', 1)
    return {'nobody', failures, resting}
end
set('asked', now, 'tried', now, 'lease', lease, 'token', token)
return {'one', failures, 0}
"""
_FAILED = """
local limit, rest, failure = tonumber(ARGV[5]), ARGV[6], ARGV[7]
local failures = redis.call('HINCRBY', record, 'failures', 1)
set('error', failure, 'failed', now)
local is_trial = get('state') == 'open' and get('token') == token
if is_trial or (get('state') == 'closed' and failures >= limit) then leave_alone(rest) end
return failures
"""
_ANSWERED = """
set('failures', 0)
if get('state') == 'open' and get('token') == token then
    set('state', 'closed', 'since', now, 'withheld', 0, 'token', '', 'lease', 0)
end
"""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """Who may ask the firm now: everybody, the one caller who got this answer, or nobody."""

    whose: str
    failures: int
    rest_seconds: float

    @property
    def is_everybodys(self) -> bool:
        return self.whose == "everybody"

    @property
    def is_nobodys(self) -> bool:
        return self.whose == "nobody"


class Shared:
    """The record of one firm. Whatever is asked of it is None without Redis."""

    def __init__(self, firm: str, address: str) -> None:
        host = urlsplit(address).netloc.rpartition("@")[2]
        digest = hashlib.blake2b(f"{firm}\n{address}".encode(), digest_size=12).hexdigest()
        self._record = key_of("firm", digest)
        self._about = (firm, host, KEPT_SECONDS)

    def turn(self, token: str, *, lease: float, mine: float, is_untold: bool) -> Turn | None:
        """Whose turn it is.

        Whoever tries has `lease` seconds until another one may: he may have died. The caller leaves
        the firm alone for `mine` seconds more by himself; that counts if nobody knows better.
        """
        answer = self._run(_ASK, token, _ms(lease), _ms(mine), int(is_untold))
        if answer is None:
            return None
        whose, failures, resting = answer
        return Turn(whose=whose.decode(), failures=failures, rest_seconds=resting / 1000)

    def failed(self, token: str, error: str) -> int | None:
        """There was no usable answer; how many of these there were in a row now."""
        limit, rest = settings.BREAKER_FAILURES, _ms(settings.BREAKER_SECONDS)
        return cast(int | None, self._run(_FAILED, token, limit, rest, error[:LONGEST_ERROR]))

    def answered(self, token: str) -> None:
        """The firm is there. If the caller was the one who tried, everybody asks again."""
        self._run(_ANSWERED, token)

    def _run(self, script: str, token: str, *more: Any) -> Any:
        keys, given = (self._record, listed_in()), (*self._about, token, *more)
        return quietly(lambda client: client.eval(_BEGIN + script, len(keys), *keys, *given))


def new_token() -> str:
    """Tells one call from all others, of every process."""
    return new_id().hex


def listed_in() -> str:
    """The key of the list of all records."""
    return key_of("firm", "all")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
