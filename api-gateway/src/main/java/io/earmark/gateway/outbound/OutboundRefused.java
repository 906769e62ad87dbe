package io.earmark.gateway.outbound;

import java.net.UnknownHostException;

/**
 * A URL where no request goes. The message is for whoever gave the URL, and tells nothing of the network inside: a name
 * that does not resolve and one that resolves to a private address are refused alike.
 */
public final class OutboundRefused extends UnknownHostException {

    private static final long serialVersionUID = 1;

    OutboundRefused(String sentence) {
        super(sentence);
    }

    /** The reason, in a sentence. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
