/** The API's own description: OpenAPI 3.1, made of the controllers and of what only people can say of them. */
@NullMarked
package io.earmark.gateway.openapi;

import org.jspecify.annotations.NullMarked;
