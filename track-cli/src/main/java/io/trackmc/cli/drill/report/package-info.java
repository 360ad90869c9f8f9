/** What came of a drill, as files: a page for people, JSON, and JUnit's XML for who runs drills in a pipeline. */
@NullMarked
package io.trackmc.cli.drill.report;

import org.jspecify.annotations.NullMarked;
