package io.earmark.gateway;

import java.nio.file.Path;
import java.util.List;

/** What somebody does with the API who has nothing but a client that was generated from its description. */
public interface ApiCustomer {

    /** @return the id of the job */
    String submit(Path recording, String agent) throws Exception;

    /** Waits for its end, as long as the server lets it. */
    String stateInTheEnd(String job) throws Exception;

    /** @return ids of calls with that agent */
    List<String> callsOf(String agent) throws Exception;

    /** @return what its speakers said */
    List<String> transcript(String call) throws Exception;

    /** @return the secret of a new endpoint */
    String secretOfNewWebhook(String url) throws Exception;

    /** @return status and type of the problem */
    String problemOfUnknownJob() throws Exception;
}
