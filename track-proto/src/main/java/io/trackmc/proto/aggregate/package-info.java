/** Many children's reports and requests merged into one. */
@NullMarked
package io.trackmc.proto.aggregate;

import org.jspecify.annotations.NullMarked;
