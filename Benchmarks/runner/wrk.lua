-- Sends the bytes of files as they are, in turns if there are several, and prints one line of JSON at the end.
--   wrk … -s wrk.lua URL -- FILE…

-- crowd.lua uses it, too. (A script must return nothing: wrk counts on an empty stack.)
function wrk.read(path)
   local file = assert(io.open(path, "rb"))
   local bytes = file:read("*a")
   file:close()
   return bytes
end

-- In place of wrk's own, which would write requests of its own.
wrk.init = function(paths)
   local requests, turn = {}, 0
   for index, path in ipairs(paths) do requests[index] = wrk.read(path) end
   wrk.request = function()
      turn = turn % #requests + 1
      return requests[turn]
   end
   -- Only where this global exists does wrk ask for each request anew; else it sends the first one over and over, and runs no Lua.
   if #requests > 1 then request = wrk.request end
end

done = function(summary, latency)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "microseconds": %d, "broken": %d, "refused": %d, "p50": %d, "p99": %d}\n', summary.requests, summary.duration,
      errors.connect + errors.read + errors.write + errors.timeout, errors.status, latency:percentile(50), latency:percentile(99)))
end
