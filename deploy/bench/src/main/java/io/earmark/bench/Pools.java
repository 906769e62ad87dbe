package io.earmark.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/** Connection pools of the engines, alike for all. */
final class Pools {

    /** Beside one for each worker: those who insert, and the engine's own housekeeping. */
    static final int BESIDE_WORKERS = 6;

    private Pools() {}

    static HikariDataSource of(String url, int threads) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(threads + BESIDE_WORKERS);
        return new HikariDataSource(config);
    }
}
