package io.earmark.standalone;

import java.nio.file.Path;

/** On the broker that the standalone server brings. */
class EndToEndEmbeddedIT extends EndToEndContract {

    @Override
    Running start(Path directory) {
        EarmarkServer server = EarmarkServer.start(new ServerOptions(directory, "127.0.0.1", 0, "tiny"));
        return new Running(server.url(), server.apiKey(), server);
    }
}
