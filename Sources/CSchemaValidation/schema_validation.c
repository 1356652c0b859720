#include "schema_validation.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static void refuse_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    xmlParserCtxtPtr parser = context;
    parser->_private = parser;
    xmlStopParser(parser);
}

void *contract_document_read(const void *bytes, size_t count, contract_xml_error *error) {
    memset(error, 0, sizeof *error);
    error->reason = CONTRACT_XML_MALFORMED;
    xmlParserCtxtPtr parser = count > 0x7fffffff ? NULL : xmlNewParserCtxt();
    if (parser == NULL) return NULL;
    parser->sax->internalSubset = refuse_doctype;
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_BIG_LINES | XML_PARSE_NOCDATA;
    xmlDocPtr document = xmlCtxtReadMemory(parser, bytes, (int)count, NULL, NULL, options);
    if (parser->_private != NULL || parser->wellFormed == 0 || parser->nsWellFormed == 0) {
        if (parser->_private != NULL) error->reason = CONTRACT_XML_DOCTYPE;
        if (document != NULL) xmlFreeDoc(document);
        document = NULL;
    }
    if (document == NULL) {
        error->line = parser->lastError.line;
        snprintf(error->message, sizeof error->message, "%s", parser->lastError.message ? parser->lastError.message : "");
    }
    xmlFreeParserCtxt(parser);
    return document;
}

void contract_document_free(void *document) { xmlFreeDoc(document); }

void contract_string_free(void *string) { xmlFree(string); }

typedef struct {
    contract_report report;
    void *context;
} reporter;

static void forward(void *data, const xmlError *error) {
    reporter *to = data;
    if (error == NULL || to->report == NULL) return;
    to->report(to->context, error->level, error->line, error->message ? error->message : "unknown error\n");
}

// libxml2 declares the argument of its callback const from 2.12 on.
static xmlStructuredErrorFunc forwarding(void) { return (xmlStructuredErrorFunc)forward; }

static pthread_mutex_t compiling = PTHREAD_MUTEX_INITIALIZER;
static const contract_source *sources_of_call;
static size_t source_count_of_call;

static xmlParserInputPtr load(const char *location, const char *identifier, xmlParserCtxtPtr parser) {
    (void)identifier;
    for (size_t index = 0; location != NULL && index < source_count_of_call; index++) {
        const contract_source *source = &sources_of_call[index];
        if (strcmp(source->location, location) != 0) continue;
        xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateMem(source->bytes, (int)source->count, XML_CHAR_ENCODING_NONE);
        xmlParserInputPtr input = buffer == NULL ? NULL : xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE);
        if (input != NULL) input->filename = (char *)xmlStrdup((const xmlChar *)location);
        return input;
    }
    return NULL;
}

void *contract_schema_compile(const contract_source *sources, size_t count, contract_report report, void *context) {
    if (count == 0 || sources[0].count > 0x7fffffff) return NULL;
    reporter to = {report, context};
    pthread_mutex_lock(&compiling);
    xmlInitParser();
    xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(load);
    sources_of_call = sources;
    source_count_of_call = count;
    xmlSchemaPtr schema = NULL;
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewMemParserCtxt(sources[0].bytes, (int)sources[0].count);
    if (parser != NULL) {
        xmlSchemaSetParserStructuredErrors(parser, forwarding(), &to);
        // Errors of the XML parser inside imported documents would otherwise go to standard error.
        xmlSetStructuredErrorFunc(&to, forwarding());
        schema = xmlSchemaParse(parser);
        xmlSetStructuredErrorFunc(NULL, NULL);
        xmlSchemaFreeParserCtxt(parser);
    }
    sources_of_call = NULL;
    source_count_of_call = 0;
    xmlSetExternalEntityLoader(before);
    pthread_mutex_unlock(&compiling);
    return schema;
}

void contract_schema_free(void *schema) { xmlSchemaFree(schema); }

int contract_schema_validate(void *schema, void *element, contract_report report, void *context) {
    xmlSchemaValidCtxtPtr validation = xmlSchemaNewValidCtxt(schema);
    if (validation == NULL) return -1;
    reporter to = {report, context};
    xmlSchemaSetValidStructuredErrors(validation, forwarding(), &to);
    int result = xmlSchemaValidateOneElement(validation, element);
    xmlSchemaFreeValidCtxt(validation);
    return result;
}
