package io.trackmc.keys.controller.authority;

import com.typesafe.config.ConfigValue;
import io.trackmc.keys.transport.conf.FileForm;
import io.trackmc.keys.transport.conf.ValueForm;
import org.jspecify.annotations.Nullable;

/** The name of a key store's file; never a URI of a token, which is not built. */
record KeyStoreForm() implements ValueForm<String> {

    private static final String PKCS11 = "pkcs11:";

    @Override
    public @Nullable String read(ConfigValue value) {
        String name = FileForm.FILE.read(value);
        return name == null || name.startsWith(PKCS11) ? null : name;
    }

    @Override
    public String text(String value) {
        return value;
    }

    @Override
    public String type() {
        return FileForm.FILE.type();
    }

    @Override
    public String range() {
        return "PKCS#12";
    }

    @Override
    public String allowed() {
        return "the name of a PKCS#12 file; tokens (" + PKCS11 + ") are not built yet";
    }

    @Override
    public String placeholder() {
        return FileForm.FILE.placeholder();
    }
}
