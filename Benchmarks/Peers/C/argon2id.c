/* Raw Argon2id by libsodium: how many passwords a second all cores verify when they do nothing else.
 *
 *     argon2id THREADS SECONDS KIB PASSES      prints {"hashes": N, "seconds": S}
 */
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char password[] = "Correct-Horse-7-Battery";
static char stored[crypto_pwhash_STRBYTES];
static double deadline;
static atomic_long hashes;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The hash that is under way at the deadline is finished and counted, and so is its time. */
static void *work(void *unused)
{
    while (now() < deadline) {
        if (crypto_pwhash_str_verify(stored, password, strlen(password)) != 0) abort();
        atomic_fetch_add(&hashes, 1);
    }
    return unused;
}

int main(int count, char **arguments)
{
    if (count != 5 || sodium_init() < 0) return 64;
    int threads = atoi(arguments[1]);
    size_t memory = (size_t)atol(arguments[3]) * 1024;
    unsigned long long passes = (unsigned long long)atol(arguments[4]);
    if (threads < 1 || threads > 1024) return 64;
    if (crypto_pwhash_str_alg(stored, password, strlen(password), passes, memory, crypto_pwhash_ALG_ARGON2ID13) != 0) return 1;

    double start = now();
    deadline = start + atof(arguments[2]);
    pthread_t ids[1024];
    for (int i = 0; i < threads; i++)
        if (pthread_create(&ids[i], NULL, work, NULL) != 0) return 1;
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    printf("{\"hashes\": %ld, \"seconds\": %.6f}\n", atomic_load(&hashes), now() - start);
    return 0;
}
