-- The action `lua.token_gateway RESOURCES` of haproxy.cfg: verifies the token of a request with token-gateway. A valid one gets the
-- identity fields for the API; any other request ends here with the response of the gateway.

local gateway = "http://127.0.0.1:8080/auth/verify"
local timeout = 5000 -- milliseconds

local identity = { "x-token-user-type", "x-token-user-id", "x-token-accessor", "x-token-expires-at" }
-- The parts of a refusal that a client receives.
local refusal = { "www-authenticate", "retry-after", "content-type", "cache-control" }

local function refuse(txn, status, headers, body)
    local reply = txn:reply({ status = status })
    for _, name in ipairs(refusal) do
        for _, value in pairs(headers and headers[name] or {}) do reply:add_header(name, value) end
    end
    if body then reply:set_body(body) end
    txn:done(reply)
end

core.register_action("token_gateway", { "http-req" }, function(txn, resources)
    local question = {}
    -- All of them: the gateway refuses two.
    local credentials = {}
    local sent = txn.http:req_get_headers()["authorization"] or {}
    for _, value in pairs(sent) do credentials[#credentials + 1] = value end
    if #credentials > 0 then question["authorization"] = credentials end
    if resources ~= "-" then question["x-token-resource"] = { resources } end

    local answer = core.httpclient():get({ url = gateway, headers = question, timeout = timeout })
    if not answer or not answer.status or answer.status < 200 then return refuse(txn, 503) end
    if answer.status ~= 200 then
        -- A redirect or another success status is an error here.
        if answer.status < 400 then return refuse(txn, 503) end
        return refuse(txn, answer.status, answer.headers, answer.body)
    end
    for _, name in ipairs(identity) do
        local values = answer.headers[name]
        txn.http:req_del_header(name)
        if values and values[0] then txn.http:req_set_header(name, values[0]) end
    end
end, 1)
