package io.earmark.standalone;

import io.earmark.gateway.Gateway;
import io.earmark.moment.MomentWorker;
import io.earmark.stt.SttWorker;
import io.earmark.tts.TtsWorker;
import io.earmark.work.WorkRuntime;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The gateway and the three workers in one context. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({Gateway.class, SttWorker.class, TtsWorker.class, MomentWorker.class, WorkRuntime.class})
class StandaloneApplication {}
