package io.earmark.tts;

import io.earmark.work.JobHandler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The speech handlers and their engines: to be imported by an application. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TtsSettings.class)
public class TtsWorker {

    @Bean(destroyMethod = "close")
    SpeechSynthesizer speechSynthesizer(TtsSettings settings) {
        return MarySynthesizer.start(settings.deadline());
    }

    @Bean
    AudioMixer audioMixer(TtsSettings settings) {
        return AudioMixer.find(settings.ffmpeg());
    }

    @Bean
    JobHandler speakHandler(SpeechSynthesizer synthesizer, AudioMixer mixer) {
        return new SpeakHandler(synthesizer, mixer);
    }

    @Bean
    JobHandler replayHandler(SpeechSynthesizer synthesizer, AudioMixer mixer, TtsSettings settings) {
        return new ReplayHandler(synthesizer, mixer, settings.contextSeconds());
    }
}
