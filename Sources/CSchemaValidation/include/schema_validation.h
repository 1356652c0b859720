#pragma once
#include <stddef.h>

// Why a document was not read.
enum {
    CONTRACT_XML_MALFORMED = 1,
    CONTRACT_XML_DOCTYPE = 2,
};

typedef struct {
    int reason;
    int line;
    char message[256];
} contract_xml_error;

// A schema document by the location that imports and includes name it with.
typedef struct {
    const char *location;
    const void *bytes;
    size_t count;
} contract_source;

// Level 1 is a warning, anything above an error. The message ends with a line feed.
typedef void (*contract_report)(void *context, int level, int line, const char *message);

// Reads a document (an xmlDocPtr) that the caller frees. NULL with the error filled in when it cannot be read. Nothing is fetched.
void *contract_document_read(const void *bytes, size_t count, contract_xml_error *error);
void contract_document_free(void *document);
// Frees a string that libxml2 allocated.
void contract_string_free(void *string);

// Compiles the first source; the others are found by location, and nothing else is. NULL when the schema has an error.
// One call at a time: libxml2 has one loader for the whole process.
void *contract_schema_compile(const contract_source *sources, size_t count, contract_report report, void *context);
void contract_schema_free(void *schema);

// Validates an element (an xmlNodePtr) with all below it. 0 when it is valid, above 0 when it is not, below 0 on failure.
int contract_schema_validate(void *schema, void *element, contract_report report, void *context);
