/* Load at a fixed rate over kept connections of loopback, with latencies that cannot flatter: each request has its moment, and its
 * latency counts from that moment on, also when the answer before it came too late for it to be sent in time.
 *
 *     pace PORT REQUEST-FILE STATUS CONNECTIONS RATE SECONDS
 *
 * Prints one line of JSON; times are microseconds. What is unanswered five seconds after the end is lost.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { most_connections = 256, longest_answer = 65536 };

typedef struct {
    int socket;
    double due; /* Moment of the request under way, or of the next one. */
    int waits;  /* For an answer. */
    size_t filled;
    char answer[longest_answer];
} Connection;

static Connection connections[most_connections];
static struct pollfd polled[most_connections];
static char request[65536];
static size_t request_length;
static int port, wanted_status;
static long sent, answered, failed, unwanted;
static double *latencies;
static long room;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void reconnect(Connection *connection)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    int on = 1;
    if (connection->socket >= 0) close(connection->socket);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->socket = socket(AF_INET, SOCK_STREAM, 0);
    if (connection->socket < 0 || connect(connection->socket, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("pace: connect");
        exit(1);
    }
    setsockopt(connection->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection->filled = 0;
}

/* Length of the whole answer, 0 while its head is not complete. Answers have a Content-Length or no body. */
static size_t length_of(Connection *connection)
{
    char *end, *field;
    connection->answer[connection->filled] = 0;
    end = strstr(connection->answer, "\r\n\r\n");
    if (!end) return 0;
    field = strcasestr(connection->answer, "\r\ncontent-length:");
    return (size_t)(end + 4 - connection->answer) + (field && field < end ? strtoul(field + 17, NULL, 10) : 0);
}

static void fail(Connection *connection, double step)
{
    failed++;
    connection->waits = 0;
    connection->due += step;
    reconnect(connection);
}

static void receive(Connection *connection, double step)
{
    size_t free_bytes = longest_answer - 1 - connection->filled;
    ssize_t count = recv(connection->socket, connection->answer + connection->filled, free_bytes, MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
        if (connection->waits) fail(connection, step);
        else reconnect(connection);
        return;
    }
    connection->filled += (size_t)count;
    size_t length = length_of(connection);
    if (length == 0 || connection->filled < length) return;
    if (atoi(connection->answer + 9) != wanted_status) unwanted++;
    if (answered < room) latencies[answered] = now() - connection->due;
    answered++;
    connection->waits = 0;
    connection->filled = 0;
    connection->due += step;
}

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

static double quantile(double share)
{
    return answered ? latencies[(long)((double)(answered - 1) * share)] * 1e6 : 0;
}

int main(int count, char **arguments)
{
    if (count != 7) return 64;
    port = atoi(arguments[1]);
    FILE *file = fopen(arguments[2], "rb");
    if (!file) return 1;
    request_length = fread(request, 1, sizeof request, file);
    fclose(file);
    wanted_status = atoi(arguments[3]);
    int width = atoi(arguments[4]);
    double rate = atof(arguments[5]), seconds = atof(arguments[6]);
    if (width < 1 || width > most_connections || rate <= 0) return 64;
    room = (long)(rate * seconds) + width;
    latencies = calloc((size_t)room, sizeof *latencies);
    if (!latencies) return 1;
    prctl(PR_SET_TIMERSLACK, 1);

    double step = width / rate, start = now() + 0.05;
    for (int i = 0; i < width; i++) {
        connections[i].socket = -1;
        connections[i].due = start + i / rate;
        reconnect(&connections[i]);
    }
    double end = start + seconds;
    for (;;) {
        double moment = now(), next = end + 5;
        int under_way = 0;
        for (int i = 0; i < width; i++) {
            Connection *connection = &connections[i];
            if (!connection->waits && connection->due <= moment && connection->due < end) {
                sent++;
                connection->waits = 1;
                if (send(connection->socket, request, request_length, MSG_NOSIGNAL) != (ssize_t)request_length) fail(connection, step);
            }
            if (connection->waits) under_way++;
            else if (connection->due < next) next = connection->due;
            polled[i] = (struct pollfd){.fd = connection->socket, .events = POLLIN};
        }
        if ((moment >= end && under_way == 0) || moment >= end + 5) break;
        double pause = next - now();
        if (pause < 0) pause = 0;
        struct timespec patience = {.tv_sec = (time_t)pause, .tv_nsec = (long)((pause - (double)(time_t)pause) * 1e9)};
        if (ppoll(polled, (nfds_t)width, &patience, NULL) <= 0) continue;
        for (int i = 0; i < width; i++)
            if (polled[i].revents) receive(&connections[i], step);
    }
    if (answered > room) answered = room;
    qsort(latencies, (size_t)answered, sizeof *latencies, ascending);
    printf("{\"sent\": %ld, \"answered\": %ld, \"failed\": %ld, \"unwanted\": %ld, ", sent, answered, failed, unwanted);
    printf("\"p50\": %.1f, \"p99\": %.1f, \"p999\": %.1f, \"most\": %.1f}\n", quantile(0.5), quantile(0.99), quantile(0.999), quantile(1));
    return 0;
}
