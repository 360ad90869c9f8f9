package io.trackmc.it.planted.tests;

import org.junit.jupiter.api.Disabled;

/** Breaks no-disabled-class and no-disabled-method; no test itself, so nothing runs it. */
@Disabled
final class SwitchedOff {
    @Disabled
    void method() {}
}
