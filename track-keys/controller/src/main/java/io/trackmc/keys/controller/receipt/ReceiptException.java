package io.trackmc.keys.controller.receipt;

import java.io.Serial;

/** A file of receipts does not hold. The message names file and line. */
public final class ReceiptException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReceiptException(String message) {
        super(message);
    }

    ReceiptException(String message, Throwable cause) {
        super(message, cause);
    }
}
