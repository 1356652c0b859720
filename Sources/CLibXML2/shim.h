#pragma once
// Debian's headers pull in ICU, whose names clash with Foundation's own copy.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/catalog.h>
#include <libxml/parser.h>

// What Swift does not import: a macro with a suffix, options that only newer versions know, variadic and conditional calls.

static inline unsigned int safexml_sax2_magic(void) {
    return XML_SAX2_MAGIC;
}

// Never NOENT, DTDLOAD, DTDATTR, DTDVALID, HUGE, RECOVER, XINCLUDE, SAX1. IGNORE_ENC: the caller has proved that the bytes are
// UTF-8, so a declaration may not talk the parser into another decoder.
static inline int safexml_options(void) {
    int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_IGNORE_ENC;
#if LIBXML_VERSION >= 21300
    options |= XML_PARSE_NO_XXE;
#endif
    return options;
}

static inline xmlParserInputPtr safexml_refuse_external(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url;
    (void)id;
    (void)context;
    return NULL;
}

// Once per process, before the first context is made. A second wall: no context of ours ever asks for an external entity.
static inline void safexml_initialize(void) {
    xmlInitParser();
    xmlSetExternalEntityLoader(safexml_refuse_external);
#ifdef LIBXML_CATALOG_ENABLED
    xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
#endif
}
