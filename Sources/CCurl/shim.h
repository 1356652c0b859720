#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

// What Swift does not import: variadic calls, one for each type that an option takes.

static inline CURLcode gateway_curl_set_number(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode gateway_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode gateway_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode gateway_curl_set_reader(CURL *handle, curl_read_callback reader, void *source) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_READDATA, source);
}

// The watch is asked at least once a second and ends the transfer with anything but 0.
static inline CURLcode gateway_curl_set_watch(CURL *handle, curl_xferinfo_callback watch, void *source) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
    if (result == CURLE_OK) result = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, source);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
}

static inline CURLcode gateway_curl_set_error_buffer(CURL *handle, char *buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

static inline long gateway_curl_last_reply(CURL *handle) {
    long code = 0;
    return curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK ? code : 0;
}

static inline CURLcode gateway_curl_set_writer(CURL *handle, curl_write_callback writer, void *sink) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_WRITEDATA, sink);
}

static inline CURLcode gateway_curl_set_header_reader(CURL *handle, curl_write_callback reader, void *sink) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, reader);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_HEADERDATA, sink);
}

// libcurl copies the body.
static inline CURLcode gateway_curl_set_body(CURL *handle, const void *bytes, long count) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, count);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes);
}

// What curl_multi_info_read returned, without its union.
static inline CURLcode gateway_curl_result(const CURLMsg *message) { return message->data.result; }

// The opener is asked with the address that a name stands for, before anything is sent there.
static inline CURLcode gateway_curl_set_opener(CURL *handle, curl_opensocket_callback opener, void *data) {
    CURLcode result = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, opener);
    return result != CURLE_OK ? result : curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, data);
}

// Bytes of an address in network order: 4 or 16, or 0 for another family. They live as long as the address.
static inline size_t gateway_curl_address_bytes(const struct curl_sockaddr *address, const unsigned char **bytes) {
    switch (address->family) {
    case AF_INET:
        *bytes = (const unsigned char *)&((const struct sockaddr_in *)(const void *)&address->addr)->sin_addr;
        return 4;
    case AF_INET6:
        *bytes = (const unsigned char *)&((const struct sockaddr_in6 *)(const void *)&address->addr)->sin6_addr;
        return 16;
    default: return 0;
    }
}

static inline curl_socket_t gateway_curl_open_socket(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype, address->protocol);
}

static inline curl_socket_t gateway_curl_no_socket(void) { return CURL_SOCKET_BAD; }
