/** Makes a static web site of README.md, the other documents at the top, and docs. Not part of the product. */
@NullMarked
package io.trackmc.site;

import org.jspecify.annotations.NullMarked;
