package io.earmark.stt;

import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.audio.AudioEncoder;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.audio.FfmpegEncoder;
import io.earmark.stt.child.ChildSettings;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.ModelFacts;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.stt.voice.Diarizer;
import io.earmark.stt.voice.VoiceClusters;
import io.earmark.work.JobHandler;
import java.io.IOException;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The transcription handler and its engines: to be imported by an application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SttSettings.class, ChildSettings.class, DecodeSettings.class, RecognitionSettings.class
})
public class SttWorker {

    private static final Logger log = LoggerFactory.getLogger(SttWorker.class);

    @Bean
    SpeechModel speechModel(SttSettings settings) throws IOException {
        SpeechModel model = new SpeechModels(settings.data().resolve("models")).find(settings.model());
        log.info("Speech model {}", model.described());
        if (model.rough()) {
            log.warn("A better model: ./earmark model pull {}", ModelFacts.FIRST_CHOICE);
        }
        return model;
    }

    @Bean(destroyMethod = "close")
    SpeechRecognizer speechRecognizer(SpeechModel model, ChildSettings child, Clock clock) {
        return VoskRecognizer.start(model.directory(), child, clock);
    }

    @Bean
    AudioDecoder audioDecoder(SttSettings settings, DecodeSettings decode) {
        return FfmpegDecoder.find(settings.ffmpeg(), decode);
    }

    @Bean
    AudioEncoder audioEncoder(SttSettings settings) {
        return FfmpegEncoder.find(settings.ffmpeg());
    }

    @Bean
    Diarizer diarizer() {
        return new VoiceClusters();
    }

    @Bean
    JobHandler transcribeHandler(
            SpeechRecognizer recognizer,
            AudioDecoder decoder,
            AudioEncoder encoder,
            SpeechModel model,
            SttSettings settings,
            RecognitionSettings recognition,
            Diarizer diarizer) {
        return new TranscribeHandler(recognizer, decoder, encoder, model, settings, recognition, diarizer);
    }
}
