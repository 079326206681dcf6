/**
 * Checks expectations, then writes: one script, so one step for everybody else. Each key is a hash of value (`d`) and version (`v`);
 * `#index` holds all keys in order, `#expiry` those that expire. Keys that ended are swept twenty at a time. Gives the versions written:
 * a count and the commit's nonce, as a failover may turn the count back, and no version must ever mean two values.
 */
export const COMMIT_SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local expects, puts, deletes, nonce = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local arg, key = 5, 4
local versions = {}
for i = 1, expects do
  local version = redis.call('HGET', KEYS[key], 'v')
  if (version or '') ~= ARGV[arg] then return 'conflict' end
  key = key + 1; arg = arg + 1
end
for i = 1, deletes do
  local name = KEYS[key + puts + i - 1]
  redis.call('DEL', name); redis.call('ZREM', KEYS[1], name); redis.call('ZREM', KEYS[2], name)
end
for i = 1, puts do
  local ttl = tonumber(ARGV[arg + 1])
  local version = redis.call('INCR', KEYS[3]) .. '.' .. nonce
  table.insert(versions, version)
  redis.call('HSET', KEYS[key], 'd', ARGV[arg], 'v', version)
  redis.call('ZADD', KEYS[1], 0, KEYS[key])
  if ttl > 0 then
    redis.call('PEXPIRE', KEYS[key], ttl); redis.call('ZADD', KEYS[2], now + ttl, KEYS[key])
  else
    redis.call('PERSIST', KEYS[key]); redis.call('ZREM', KEYS[2], KEYS[key])
  end
  key = key + 1; arg = arg + 2
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 20)) do
  if redis.call('EXISTS', name) == 0 then redis.call('ZREM', KEYS[1], name); redis.call('ZREM', KEYS[2], name) end
end
return versions`;

/** Reads the entries of a range of keys, `limit` at most: name, value, version, one after the other. */
export const RANGE_SCRIPT = `
local found, offset = {}, 0
local limit = tonumber(ARGV[3])
while #found < limit * 3 do
  local names = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], ARGV[2], 'LIMIT', offset, limit)
  if #names == 0 then break end
  offset = offset + #names
  for _, name in ipairs(names) do
    local kept = redis.call('HMGET', name, 'd', 'v')
    if kept[1] and #found < limit * 3 then
      table.insert(found, name); table.insert(found, kept[1]); table.insert(found, kept[2])
    end
  end
end
return found`;
