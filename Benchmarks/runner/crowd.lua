-- Sends one request with a changing token, and with a changing request id on every other one, as a crowd of clients does.
--   wrk … -s crowd.lua URL -- REQUEST-FILE TOKENS-FILE FIRST
-- In the request stands {token} for the token and {id} for the request id's field. Tokens are taken in the order of their file, one a
-- line, from number FIRST on.

local folder = debug.getinfo(1, "S").source:match("^@(.*/)") or ""
dofile(folder .. "wrk.lua")

wrk.init = function(paths)
   local text = wrk.read(paths[1])
   local before, rest = text:match("^(.-){token}(.*)$")
   local between, after = rest:match("^(.-){id}(.*)$")
   local tokens = {}
   for token in io.lines(paths[2]) do tokens[#tokens + 1] = token end
   local turn = tonumber(paths[3]) - 1
   wrk.request = function()
      turn = turn + 1
      local id = ""
      if turn % 2 == 0 then id = string.format("X-Request-Id: 5f2b9c41-%012x\r\n", turn) end
      return before .. tokens[(turn - 1) % #tokens + 1] .. between .. id .. after
   end
   request = wrk.request
end
