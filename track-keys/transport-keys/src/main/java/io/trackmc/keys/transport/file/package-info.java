/** Files that hold keys and what describes them: private, written whole or not at all, read strictly, checked for damage. */
@NullMarked
package io.trackmc.keys.transport.file;

import org.jspecify.annotations.NullMarked;
