package io.earmark.stt;

import io.earmark.stt.audio.AudioDecoder;
import io.earmark.stt.audio.AudioEncoder;
import io.earmark.stt.audio.DecodeSettings;
import io.earmark.stt.audio.FfmpegDecoder;
import io.earmark.stt.audio.FfmpegEncoder;
import io.earmark.stt.child.ChildSettings;
import io.earmark.stt.child.VoskRecognizer;
import io.earmark.stt.model.LanguageModels;
import io.earmark.stt.model.ModelFacts;
import io.earmark.stt.model.SpeechModel;
import io.earmark.stt.model.SpeechModels;
import io.earmark.stt.voice.Diarizer;
import io.earmark.stt.voice.PrintClusters;
import io.earmark.work.JobHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
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
    LanguageModels languageModels(SttSettings settings) throws IOException {
        LanguageModels models =
                LanguageModels.find(settings.data().resolve("models"), settings.model(), settings.models());
        models.all().forEach(model -> log.info("Speech model {}", model.described()));
        if (models.usual().rough()) {
            log.warn("A better model: ./earmark model pull {}", ModelFacts.FIRST_CHOICE);
        }
        return models;
    }

    @Bean(destroyMethod = "close")
    Recognizers recognizers(LanguageModels models, SttSettings settings, ChildSettings child, Clock clock)
            throws IOException {
        Path speakers = speakers(settings);
        return Recognizers.start(
                models.usual(), model -> VoskRecognizer.start(model.directory(), speakers, child, clock), child.most());
    }

    private static @Nullable Path speakers(SttSettings settings) throws IOException {
        String name = settings.speakerModel();
        if (name == null || name.isBlank()) {
            log.info("Speaker model: none; speakers on one channel are told apart without");
            return null;
        }
        SpeechModel model = new SpeechModels(settings.data().resolve("models")).findSpeakers(name);
        log.info("Speaker model {}", model.described());
        return model.directory();
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
        return new PrintClusters();
    }

    @Bean
    JobHandler transcribeHandler(
            Recognizers recognizers,
            AudioDecoder decoder,
            AudioEncoder encoder,
            LanguageModels models,
            SttSettings settings,
            RecognitionSettings recognition,
            Diarizer diarizer) {
        return new TranscribeHandler(recognizers, decoder, encoder, models, settings, recognition, diarizer);
    }
}
