/** What a program tells the service manager that has started it. */
@NullMarked
package io.trackmc.net.service;

import org.jspecify.annotations.NullMarked;
