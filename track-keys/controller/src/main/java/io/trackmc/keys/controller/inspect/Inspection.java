package io.trackmc.keys.controller.inspect;

import java.util.Map;

/**
 * What a file holds, without any secret.
 *
 * @param kind "transport bundle", "content bundle", "certificate" or "private key"
 * @param facts names and values in the order in which to show them: text, number, true or false, or lists of such maps
 */
public record Inspection(String kind, Map<String, Object> facts) {}
