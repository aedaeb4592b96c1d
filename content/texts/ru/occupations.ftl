# Названия профессий на карте и откуда взяты их места. Какие есть профессии, записано в occupations.toml.
#
# Правила: простой текст; название стоит на картинке мелко, поэтому не больше 24 знаков.

occupation-software-developers = Разработчики программ
occupation-data-scientists = Исследователи данных
occupation-it-project-managers = Руководители ИТ-проектов
occupation-project-specialists = Специалисты по проектам
occupation-engineering-managers = Технические руководители
occupation-it-managers = Руководители ИТ

occupations-notice = Места профессий на карте — это оценка самой работы. Людей в этих профессиях не спрашивали: интересы оценила модель по описаниям. Оценки взяты из базы данных O*NET 30.x Министерства труда США (U.S. Department of Labor, Employment and Training Administration, USDOL/ETA), она использована на условиях CC BY 4.0. O*NET® — товарный знак USDOL/ETA; министерство это не одобряло и не проверяло.
