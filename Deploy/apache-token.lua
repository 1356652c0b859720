-- The access check of apache.conf: verifies the token of a request with token-gateway. A valid one gets the identity fields for the
-- API; any other request ends here with the status of the gateway.

local http = require "socket.http"
local ltn12 = require "ltn12"

local gateway = "http://127.0.0.1:8080/auth/verify"
http.TIMEOUT = 5 -- seconds

local identity = { "X-Token-User-Type", "X-Token-User-Id", "X-Token-Accessor", "X-Token-Expires-At" }

function check(r)
    -- Fields that a client names in Connection would be dropped on the way (RFC 9110 §7.6.1).
    local connection = (r.headers_in["Connection"] or ""):lower()
    if connection:find("x.token") or connection:find("authorization") then return 400 end
    local question = { ["Authorization"] = r.headers_in["Authorization"], ["X-Token-Resource"] = r.subprocess_env["TOKEN_RESOURCE"] }
    local done, status, headers = http.request {
        url = gateway, method = "GET", headers = question, sink = ltn12.sink.null(), redirect = false,
    }
    if not done or type(status) ~= "number" then return 503 end
    if status ~= 200 then
        r.err_headers_out["WWW-Authenticate"] = headers["www-authenticate"]
        r.err_headers_out["Retry-After"] = headers["retry-after"]
        -- A redirect or another success status is an error here.
        return status >= 400 and status or 503
    end
    -- These replace the fields that a client has sent; some servers read X_Token_User_Id as X-Token-User-Id.
    for _, name in ipairs(identity) do
        r.headers_in[name:gsub("-", "_")] = nil
        r.headers_in[name] = headers[name:lower()]
    end
    return apache2.OK
end
