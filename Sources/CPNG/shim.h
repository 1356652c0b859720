#pragma once
#include <png.h>

// The version macro is not imported by Swift.
static inline void gateway_png_prepare(png_image *image, png_uint_32 side) {
    *image = (png_image){0};
    image->version = PNG_IMAGE_VERSION;
    image->width = side;
    image->height = side;
    image->format = PNG_FORMAT_GRAY;
}
